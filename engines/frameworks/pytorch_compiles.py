"""Sees what torch.compile does inside a training step: Dynamo, AOTAutograd and the backend."""

from __future__ import annotations

from typing import Any

from torch._dynamo import callback, utils

from engines.frameworks.engine import Batch, Compilation, OnCompile


class TorchCompileWatch:
    """Listens to Dynamo's own callbacks and reads its metrics after the step.

    trace is Dynamo's share, lower is AOTAutograd's (joint graph, partitioning), backend is
    Inductor's; forward and backward are summed up.
    """

    def __init__(self, on_compile: OnCompile) -> None:
        self._seen = len(utils.get_compilation_metrics())
        self._hits = self._cache_hits()

        def begin(args: Any) -> None:
            trigger = getattr(args.callback_trigger, "name", "")
            on_compile("backward" if "BACKWARD" in trigger else "forward")

        callback.on_compile_start(begin)

    def before(self, batch: Batch) -> None:
        """Nothing to prepare: torch.compile compiles inside the step and says so itself."""

    def after(self) -> Compilation | None:
        """What was compiled since the last call, or None."""
        metrics = utils.get_compilation_metrics()
        new, self._seen = metrics[self._seen :], len(metrics)
        hits, self._hits = self._cache_hits() - self._hits, self._cache_hits()
        if not new:
            return None
        whole = backend = inductor = 0.0
        reasons = []
        for one in new:
            entire = _seconds(one, "entire_frame_compile_time_s")
            inside = _seconds(one, "backend_compile_time_s")
            compiled = _seconds(one, "inductor_compile_time_s")
            # The backward pass is compiled on its own and has no frame of its own.
            whole += entire or inside or compiled
            backend += inside or compiled
            inductor += compiled
            if one.recompile_reason:
                reasons.append(str(one.recompile_reason).splitlines()[0])
        return Compilation(
            seconds=whole,
            trace_seconds=whole - backend,
            lower_seconds=backend - inductor if inductor else None,
            backend_seconds=inductor or backend,
            cached=hits > 0,
            programs=len(new),
            reason="; ".join(reasons),
        )

    @staticmethod
    def _cache_hits() -> int:
        return (
            utils.counters["inductor"]["fxgraph_cache_hit"]
            + utils.counters["aot_autograd"]["autograd_cache_hit"]
        )


def _seconds(metrics: Any, name: str) -> float:
    return float(getattr(metrics, name, None) or 0.0)
