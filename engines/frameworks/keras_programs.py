"""What `tf.function` has traced, held for each shape and type: finding it anew at every call costs a small
step a part of its time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from engines.workloads.tree import Tree, mapped, signature


class Programs:
    """Function, shapes and types -> its concrete function."""

    def __init__(self) -> None:
        self._held: dict[tuple[Any, ...], Callable[..., Any]] = {}

    def of(self, function: Callable[..., Any], x: Tree, y: Tree) -> Callable[..., Any]:
        """The program for such inputs and labels, of static shapes; what is no `tf.function` is its own."""
        key = (function, signature(x), signature(y))
        program = self._held.get(key)
        if program is None:
            program = self._held[key] = self._traced(function, x, y)
        return program

    def _traced(self, function: Any, *trees: Tree) -> Callable[..., Any]:
        if not hasattr(function, "get_concrete_function"):
            return function  # type: ignore[no-any-return]
        specs = [mapped(lambda one: tf.TensorSpec(one.shape, one.dtype), tree) for tree in trees]
        return function.get_concrete_function(*specs)  # type: ignore[no-any-return]
