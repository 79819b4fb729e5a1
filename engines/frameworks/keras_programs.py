"""What `tf.function` has traced, held for each shape and type: finding it anew at every call costs a small
step a part of its time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from engines.workloads.workload import Array


class Programs:
    """Function, shapes and types -> its concrete function."""

    def __init__(self) -> None:
        self._held: dict[tuple[Any, ...], Callable[..., Any]] = {}

    def of(self, function: Callable[..., Any], x: Array, y: Array) -> Callable[..., Any]:
        """The program for such inputs and labels, of static shapes; what is no `tf.function` is its own."""
        key = (function, x.shape, x.dtype, y.shape, y.dtype)
        program = self._held.get(key)
        if program is None:
            program = self._held[key] = self._traced(function, x, y)
        return program

    def _traced(self, function: Any, *arrays: Array) -> Callable[..., Any]:
        if not hasattr(function, "get_concrete_function"):
            return function  # type: ignore[no-any-return]
        specs = [tf.TensorSpec(array.shape, array.dtype) for array in arrays]
        return function.get_concrete_function(*specs)  # type: ignore[no-any-return]
