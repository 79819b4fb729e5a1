"""Sees what JAX compiles: tracing to a jaxpr, lowering to StableHLO, and XLA's compilation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import jax

from engines.frameworks.engine import Batch, Compilation, OnCompile
from engines.workloads.tree import signature

if TYPE_CHECKING:
    from engines.frameworks.jax_engine import JaxEngine

TRACE = "/jax/core/compile/jaxpr_trace_duration"
LOWER = "/jax/core/compile/jaxpr_to_mlir_module_duration"
BACKEND = "/jax/core/compile/backend_compile_duration"
HIT = "/jax/compilation_cache/cache_hits"
NEXT = {TRACE: "lower", LOWER: "backend"}


class JaxCompileWatch:
    """Listens to `jax.monitoring`, summing up all programs of a step.

    Op by op is not free of compilation: every operation of a new shape is a program of its own.
    """

    def __init__(self, engine: JaxEngine, on_compile: OnCompile) -> None:
        self._engine = engine
        self._on_compile = on_compile
        self._known: set[tuple[Any, ...]] = set()
        self._live = False
        self._seconds = {TRACE: 0.0, LOWER: 0.0, BACKEND: 0.0}
        self._programs = 0
        self._hits = 0
        self._names: Counter[str] = Counter()
        self._again = False
        """Whether this mode has seen such a batch."""
        jax.monitoring.register_event_duration_secs_listener(self._timed)
        jax.monitoring.register_event_listener(self._happened)

    def _timed(self, event: str, seconds: float, **of: Any) -> None:
        if event not in self._seconds:
            return
        self._seconds[event] += seconds
        if event == BACKEND:
            self._programs += 1
            self._names[str(of.get("fun_name", "")).removeprefix("jit(").removesuffix(")")] += 1
        if self._live and event in NEXT:
            self._on_compile(NEXT[event])

    def _happened(self, event: str, **_: Any) -> None:
        self._hits += event == HIT

    def before(self, batches: Sequence[Batch]) -> None:
        """Forget what was compiled outside the steps, and say that a compilation is about to begin if
        this mode has not seen such a batch."""
        self.after()
        x, y = batches[0]
        program = self._engine.program(len(batches))
        seen = (id(program), signature(x), signature(y))
        self._again = seen in self._known
        if not self._again:
            self._known.add(seen)
            staged = hasattr(program, "lower")
            self._on_compile("trace" if staged else "op by op")
            self._live = staged

    def after(self) -> Compilation | None:
        """What was compiled since the last call, or None."""
        self._live = False
        programs, self._programs = self._programs, 0
        hits, self._hits = self._hits, 0
        names, self._names = self._names, Counter()
        seconds, self._seconds = self._seconds, dict.fromkeys(self._seconds, 0.0)
        if not any(seconds.values()):
            return None
        return Compilation(
            seconds=sum(seconds.values()),
            trace_seconds=seconds[TRACE],
            lower_seconds=seconds[LOWER],
            backend_seconds=seconds[BACKEND],
            cached=hits == programs if programs else None,
            programs=programs,
            reason=_again(names) if self._again else "",
        )


def _again(names: Counter[str]) -> str:
    """What was compiled for a batch like those before; op by op may do so at every step."""
    told = [f"{name} ×{times}" if times > 1 else name for name, times in names.most_common(3)]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"compiled again: {', '.join(told)}{more}" if told else "traced again"
