"""Where each framework's engine stands and how it is installed: plain names, for every room."""

from __future__ import annotations

ENGINES = {
    "torch": ("engines.frameworks.pytorch_engine", "PyTorchEngine"),
    "keras": ("engines.frameworks.keras_engine", "KerasEngine"),
    "jax": ("engines.frameworks.jax_engine", "JaxEngine"),
}
"""Module and class of the engine of each framework."""

PACKAGES = {
    "torch": ("torch",),
    "keras": ("tensorflow", "keras"),
    "jax": ("jax", "flax", "optax"),
}
"""What each framework's engine imports, by the names under which it is installed too."""

INSTALL = {name: f"pip install {' '.join(packages)}" for name, packages in PACKAGES.items()}
"""The command that brings it."""
