"""Sees what `tf.function` does on the first call of a step in a mode: tracing, then compiling."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from engines.frameworks.engine import Batch, Compilation, OnCompile

if TYPE_CHECKING:
    from engines.frameworks.keras_engine import KerasEngine


class KerasCompileWatch:
    """Traces a step ahead of its first call, so that the two can be told apart.

    trace is `get_concrete_function`; backend is the first call, which holds Grappler's optimisation
    or XLA's compilation, and one step. TensorFlow tells no lowering apart and has no disk cache.
    """

    def __init__(self, engine: KerasEngine, on_compile: OnCompile) -> None:
        self._engine = engine
        self._on_compile = on_compile
        self._known: set[tuple[Any, ...]] = set()
        self._trace_seconds: float | None = None
        self._called = 0.0

    def before(self, batch: Batch) -> None:
        """Trace the engine's present step if this mode has not seen such a batch."""
        step = self._engine.run_step
        if not hasattr(step, "get_concrete_function"):
            return
        x, y = batch
        signature = (id(step), x.shape, x.dtype, y.shape, y.dtype)
        if signature in self._known:
            return
        self._on_compile("trace")
        began = time.perf_counter()
        with tf.device(self._engine.device):
            step.get_concrete_function(tf.constant(x), tf.constant(y))
        self._called = time.perf_counter()
        self._trace_seconds = self._called - began
        self._known.add(signature)
        self._on_compile("backend")

    def after(self) -> Compilation | None:
        """What was compiled since the last call, or None."""
        if self._trace_seconds is None:
            return None
        trace, self._trace_seconds = self._trace_seconds, None
        backend = time.perf_counter() - self._called
        return Compilation(seconds=trace + backend, trace_seconds=trace, backend_seconds=backend)
