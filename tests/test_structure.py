"""Arrows run one way, and looking at anything costs no framework."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

import engines
import tui
import widgets

FRAMEWORKS = ("torch", "tensorflow", "keras", "jax", "flax", "optax")
INSIDE_A_WORKER = {
    "engines.worker.__main__",
    *(f"engines.frameworks.{name}_engine" for name in ("pytorch", "keras", "jax")),
    *(f"engines.frameworks.{name}_compiles" for name in ("pytorch", "keras", "jax")),
}


def modules_of(package: object) -> list[str]:
    """All modules of a package that anybody but a worker may import."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")  # type: ignore[attr-defined]
    return [module.name for module in found if module.name not in INSIDE_A_WORKER]


def loaded_by(modules: list[str]) -> set[str]:
    """The top-level names in `sys.modules` after importing `modules` in a process of its own."""
    code = f"import sys, importlib\nfor m in {modules!r}: importlib.import_module(m)\n"
    code += "print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("package", "never"),
    [
        (engines, {"textual", "rich", "tui", "widgets", *FRAMEWORKS}),
        (widgets, {"tui", "engines", *FRAMEWORKS}),
        (tui, set(FRAMEWORKS)),
    ],
)
def test_what_a_package_never_loads(package: object, never: set[str]) -> None:
    modules = modules_of(package)
    assert len(modules) > 5
    assert loaded_by(modules) & never == set()
