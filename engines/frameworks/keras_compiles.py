"""Sees what `tf.function` does on the first call of a step in a mode: tracing, then compiling."""

from __future__ import annotations

import inspect
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf
from tensorflow.python.eager.polymorphic_function import tracing_compilation

from engines.frameworks.engine import Batch, Compilation, OnCompile
from engines.workloads.tree import Tree, mapped, signature

if TYPE_CHECKING:
    from engines.frameworks.keras_engine import KerasEngine


class KerasCompileWatch:
    """Traces a step ahead of its first call, so that the two can be told apart.

    trace is `get_concrete_function`; what follows (Grappler's optimisation or XLA's compilation) is done
    inside the first call and cannot be told apart from the chunk's steps. A step may also be traced
    again, and functions within it in any mode: TensorFlow's own clock of tracing sees all of that.
    TensorFlow tells no lowering apart and has no disk cache.
    """

    def __init__(self, engine: KerasEngine, on_compile: OnCompile) -> None:
        self._engine = engine
        self._on_compile = on_compile
        self._known: set[tuple[Any, ...]] = set()
        self._ahead: float | None = None
        """Seconds of tracing ahead of the present chunk, the first of its kind; else None."""
        self._called = 0.0
        self._traced = traced_seconds()
        self._program: Any = None
        """What makes the present chunk."""
        self._count = 0

    def before(self, batches: Sequence[Batch]) -> None:
        """Trace the program that makes these steps if this mode has not seen such batches.

        What is no plain Python function is compiled on its first call with a shape, also where nothing
        is traced any more: XLA compiles a program of open shapes for each that comes.
        """
        self._ahead = None
        program = self._program = self._engine.program(len(batches))
        x, y = batches[0]
        if program is self._engine.run_steps:
            # As they will be stacked; nothing is copied.
            count = (len(batches),)
            x, y = mapped(lambda one: np.broadcast_to(one, count + one.shape), (x, y))
        seen = (id(program), signature(x), signature(y))
        plain = inspect.isfunction(program) or inspect.ismethod(program)
        if not plain and seen not in self._known:
            self._ahead = self._trace(program, x, y)
            self._known.add(seen)
        self._traced, self._count = traced_seconds(), self._traces()
        self._called = time.perf_counter()

    def after(self) -> Compilation | None:
        """What was compiled since the last call, or None."""
        called = time.perf_counter() - self._called
        ahead, self._ahead = self._ahead, None
        inside = traced_seconds() - self._traced
        again = self._traces() - self._count
        self._traced, self._count = traced_seconds(), self._traces()
        self._called = time.perf_counter()
        if ahead is None and not inside and not again:
            return None
        return Compilation(
            seconds=(ahead or 0.0) + called,
            trace_seconds=(ahead or 0.0) + inside,
            programs=max(1, again + (ahead is not None)),
            reason="" if ahead is not None else "tf.function traced again and says no reason",
            seconds_with_steps=max(0.0, called - inside),
        )

    def _trace(self, program: Any, x: Tree, y: Tree) -> float:
        """Trace a program; returns the seconds that this took. The trainer's traces in its first call."""
        self._on_compile("trace")
        if not hasattr(program, "get_concrete_function"):
            return 0.0
        began = time.perf_counter()
        with tf.device(self._engine.device):
            self._engine.programs.of(program, x, y)
        self._on_compile("backend")
        return time.perf_counter() - began

    def _traces(self) -> int:
        """How often the program's own function was traced."""
        count = getattr(self._program, "experimental_get_tracing_count", None)
        return int(count()) if count else 0


def traced_seconds() -> float:
    """What TensorFlow has spent on tracing functions in this process, whosever they are."""
    return float(tracing_compilation._graph_building_time_counter.get_cell().value()) / 1e6
