"""What a demo's cell must know of a framework: its wrappers, its tracers, its traceback filter."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, cast

from engines.demos.reading import Frame

MODULES = {
    "torch": "engines.frameworks.pytorch_debugging",
    "keras": "engines.frameworks.keras_debugging",
    "jax": "engines.frameworks.jax_debugging",
}


class Debugging(Protocol):
    """A framework as a demo's cell sees it; each is a module."""

    def prepare(self, mode: str) -> None:
        """Forget what ran before, and have done what is done once in a process."""

    def wrapper(self, mode: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """What a mode makes of a function, as a person would write it."""

    def unfiltered(self) -> AbstractContextManager[None]:
        """Inside, the framework leaves its own frames in tracebacks."""

    def is_traced(self, value: object) -> bool:
        """Whether a value stands for one that is not known yet."""

    def is_array(self, value: object) -> bool:
        """Whether a value is one of the framework's arrays, known or not."""

    def compilations(self, wrapped: Sequence[Any]) -> int:
        """How often these wrapped functions were compiled so far."""

    def stage(self, above: Sequence[Frame], below: Sequence[Frame], message: str) -> str:
        """`trace`, `compile` or `run`, of an error with these frames above and below the function
        that was wrapped; all that there are stand above where it is not among them."""


def debugging(framework: str) -> Debugging:
    """The framework's module, imported."""
    return cast(Debugging, importlib.import_module(MODULES[framework]))
