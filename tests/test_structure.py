"""Arrows run one way, and looking at anything costs no framework."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import pytest

import engines
import tui
import widgets

FRAMEWORKS = ("torch", "tensorflow", "keras", "jax", "flax", "optax")
INSIDE_A_WORKER = (
    "engines.worker.__main__",
    *(f"engines.frameworks.{name}_" for name in ("pytorch", "keras", "jax")),
)
"""How the names of modules begin that only a worker imports."""


def modules_of(package: object) -> list[str]:
    """All modules of a package that anybody but a worker may import."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")  # type: ignore[attr-defined]
    return [module.name for module in found if not module.name.startswith(INSIDE_A_WORKER)]


def loaded_names(modules: list[str]) -> set[str]:
    """The names in `sys.modules` after importing `modules` in a process of its own."""
    code = f"import sys, importlib\nfor m in {modules!r}: importlib.import_module(m)\n"
    code += "print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def loaded_by(modules: list[str]) -> set[str]:
    """The top-level ones of these names."""
    return {name.partition(".")[0] for name in loaded_names(modules)}


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


@pytest.mark.parametrize(
    ("room", "never"),
    [
        ("run", {"frameworks", "worker", "supervisor", "training"}),
        ("runlog", {"frameworks", "worker", "supervisor", "training"}),
        ("replay", {"frameworks", "worker", "supervisor", "training"}),
        ("report", {"frameworks", "worker", "supervisor", "training"}),
        ("export", {"frameworks", "worker", "supervisor", "training"}),
        ("supervisor", {"frameworks", "worker"}),
        ("training", {"frameworks", "worker"}),
        ("worker", {"supervisor", "training", "run", "runlog"}),
    ],
)
def test_what_a_room_never_loads(room: str, never: set[str]) -> None:
    modules = modules_of(importlib.import_module(f"engines.{room}"))
    assert len(modules) > 2
    rooms = {name.split(".")[1] for name in loaded_names(modules) if name.startswith("engines.")}
    assert room in rooms
    assert rooms & never == set()
