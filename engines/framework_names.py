"""Where each framework's engine stands and how it is installed: plain names, for every room."""

from __future__ import annotations

ENGINES = {
    "torch": ("engines.frameworks.pytorch_engine", "PyTorchEngine"),
    "keras": ("engines.frameworks.keras_engine", "KerasEngine"),
    "jax": ("engines.frameworks.jax_engine", "JaxEngine"),
}
"""Module and class of the engine of each framework."""

INSTALL = {
    "torch": "pip install torch",
    "keras": "pip install tensorflow keras",
    "jax": "pip install jax flax optax",
}
"""The command that brings it."""
