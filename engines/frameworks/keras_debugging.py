"""Keras on TensorFlow as a demo's cell sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import keras
import tensorflow as tf

from engines.demos.reading import Frame

TRACING = (
    "tensorflow/python/framework/func_graph.py",
    "tensorflow/python/eager/polymorphic_function/tracing_compilation.py",
)
COMPILING = ("when trying to compile", "unsupported operations", "XLA compilation")


def prepare(mode: str) -> None:
    """Forget layers' names and numerics checks; the first operation starts the runtime."""
    keras.backend.clear_session(free_memory=False)  # collecting garbage takes longer than a cell
    keras.utils.set_random_seed(0)
    tf.debugging.disable_check_numerics()
    tf.constant(0.0).numpy()


def wrapper(mode: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`tf.function`, with XLA or without, or nothing."""
    if mode == "graph":
        return tf.function  # type: ignore[no-any-return]
    if mode == "xla":
        return tf.function(jit_compile=True)  # type: ignore[no-any-return]
    return lambda function: function


@contextmanager
def unfiltered() -> Iterator[None]:
    """Both TensorFlow and Keras filter."""
    tf.debugging.disable_traceback_filtering()
    keras.config.disable_traceback_filtering()
    try:
        yield
    finally:
        tf.debugging.enable_traceback_filtering()
        keras.config.enable_traceback_filtering()


def is_traced(value: object) -> bool:
    """Tensors of a graph have no values."""
    return tf.is_tensor(value) and tf.is_symbolic_tensor(value)


def is_array(value: object) -> bool:
    """Any tensor."""
    return bool(tf.is_tensor(value))


def compilations(wrapped: Sequence[Any]) -> int:
    """Traces of the functions."""
    counts = (getattr(one, "experimental_get_tracing_count", None) for one in wrapped)
    return sum(count() for count in counts if count is not None)


def stage(above: Sequence[Frame], below: Sequence[Frame], message: str) -> str:
    """XLA compiles at the first call: only its message tells."""
    if any(frame.file.endswith(TRACING) for frame in above):
        return "trace"
    return "compile" if any(sign in message for sign in COMPILING) else "run"
