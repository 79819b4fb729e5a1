"""Sees what torch.compile does inside a training step: Dynamo, AOTAutograd and the backend."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch._dynamo import callback, utils

from engines.frameworks.dynamo_words import own_name, why_again, why_broken
from engines.frameworks.engine import Batch, Compilation, GivenUp, OnCompile
from engines.graph_break import GraphBreak

AT_LIMIT = "recompile limit exceeded"
MOST_PLACES = 20
"""Places of graph breaks that are told of one compilation, the most frequent first."""
MOST_REASONS = 3
PARTS = {"LAZY_BACKWARD": "backward", "CUDAGRAPH_RECORDING": "recording a CUDA graph"}
NOT_OF_THE_MODEL = (Path(torch.__file__).parent, Path(__file__).parent)


class TorchCompileWatch:
    """Listens to Dynamo's own callbacks and reads its metrics, at each callback and after the step.

    Dynamo keeps the metrics of its last 64 compilations only, and one step can compile more: what is new
    is told by the last one seen, never by how many there are. Where there are no metrics, the callbacks
    still tell that something was compiled and how long it took.

    trace is Dynamo's share, lower is AOTAutograd's (joint graph, partitioning), backend is
    Inductor's; forward and backward are summed up.
    """

    def __init__(self, on_compile: OnCompile) -> None:
        self._new: list[Any] = []
        self._last: Any = None
        self._gather()
        self._new.clear()
        self._functions: dict[str, str] = {}
        """Dynamo's number of a function -> its name and place."""
        self._breaks = len(utils.graph_break_reasons)
        self._hits = self._cache_hits()
        self._began: float | None = None
        self._callbacks = 0
        self._seconds = 0.0
        """By the callbacks."""

        def begin(args: Any) -> None:
            self._gather()
            self._callbacks += 1
            self._began = time.perf_counter()
            on_compile(PARTS.get(getattr(args.callback_trigger, "name", ""), "forward"))

        def end(_: Any) -> None:
            if self._began is not None:
                self._seconds += time.perf_counter() - self._began
            self._began = None

        # Called while Dynamo sees all Python that runs, they would be compiled, and wait for themselves.
        callback.on_compile_start(torch.compiler.disable(begin))
        callback.on_compile_end(torch.compiler.disable(end))

    def before(self, batches: Sequence[Batch]) -> None:
        """Forget what was compiled outside the steps; torch.compile says itself when it begins."""
        self.after()

    def after(self) -> Compilation | None:
        """What was compiled since the last call, or None."""
        self._gather()
        new, self._new = self._new, []
        callbacks, self._callbacks = self._callbacks, 0
        measured, self._seconds = self._seconds, 0.0
        hits, self._hits = self._cache_hits() - self._hits, self._cache_hits()
        reasons = utils.graph_break_reasons
        # `torch._dynamo.reset` empties the list.
        broken = reasons[self._breaks if self._breaks <= len(reasons) else 0 :]
        self._breaks = len(reasons)
        given_up = tuple(self._given_up(one) for one in new if _at_limit(one))
        done = [one for one in new if not _at_limit(one)]
        if not new and not callbacks:
            return None
        whole = backend = inductor = 0.0
        for one in done:
            entire = _seconds(one, "entire_frame_compile_time_s")
            inside = _seconds(one, "backend_compile_time_s")
            compiled = _seconds(one, "inductor_compile_time_s")
            # The backward pass is compiled on its own and has no frame of its own.
            whole += entire or inside or compiled
            backend += inside or compiled
            inductor += compiled
            self._functions[_function_number(one)] = _function(one)
        return Compilation(
            seconds=whole or measured,
            trace_seconds=whole - backend if whole else None,
            lower_seconds=backend - inductor if inductor else None,
            backend_seconds=inductor or backend if whole else None,
            cached=hits > 0,
            programs=len(done) or (callbacks if not given_up else 0),
            reason=_reasons(one.recompile_reason for one in done),
            graphs=sum(_holds_a_graph(one) for one in done),
            breaks=len(broken),
            broken_at=_places(broken),
            uncompiled=tuple(dict.fromkeys(_function(one) for one in done if _left_alone(one))),
            given_up=given_up,
        )

    def _gather(self) -> None:
        """Keep the metrics that came since the last look."""
        fresh = []
        for one in reversed(utils.get_compilation_metrics()):
            if one is self._last:
                break
            fresh.append(one)
        if fresh:
            self._last = fresh[0]
            self._new += reversed(fresh)

    def _given_up(self, metrics: Any) -> GivenUp:
        limit = re.search(r"currently set to (\d+)", str(metrics.fail_reason))
        return GivenUp(
            function=self._functions.get(_function_number(metrics), "a function"),
            limit=int(limit[1]) if limit else None,
            reason=_reasons([metrics.recompile_reason]),
        )

    @staticmethod
    def _cache_hits() -> int:
        return (
            utils.counters["inductor"]["fxgraph_cache_hit"]
            + utils.counters["aot_autograd"]["autograd_cache_hit"]
        )


def _seconds(metrics: Any, name: str) -> float:
    return float(getattr(metrics, name, None) or 0.0)


def _at_limit(metrics: Any) -> bool:
    return AT_LIMIT in str(metrics.fail_reason)


def _holds_a_graph(metrics: Any) -> bool:
    return bool(metrics.is_forward and metrics.has_guarded_code and metrics.graph_op_count)


def _left_alone(metrics: Any) -> bool:
    """Whether Dynamo found nothing in a person's function that it could compile, and runs it as it is."""
    return bool(metrics.fail_type and metrics.co_filename and _is_of_the_model(metrics.co_filename))


def _is_of_the_model(file: str) -> bool:
    return not any(Path(file).is_relative_to(folder) for folder in NOT_OF_THE_MODEL)


def _function_number(metrics: Any) -> str:
    """Of `3/1`, the second compilation of the fourth function: `3`."""
    return str(metrics.compile_id).partition("/")[0]


def _function(metrics: Any) -> str:
    """A function's name and where it begins; the engine's own is what the model and its loss do."""
    name, file = str(metrics.co_name), str(metrics.co_filename)
    if metrics.co_filename is None or not _is_of_the_model(file):
        return "the model with its loss"
    own = own_name(name)
    name = f"the rest of {own}" if own != name else name
    return f"{name} ({Path(file).name}:{metrics.co_firstlineno})"


def _reasons(texts: Iterable[str | None]) -> str:
    """Different reasons once each, the first few of them."""
    known = list(dict.fromkeys(why_again(text) for text in texts if text))
    more = len(known) - MOST_REASONS
    return "; ".join(known[:MOST_REASONS]) + (f"; and {more} more" if more > 0 else "")


def _places(broken: Sequence[Any]) -> tuple[GraphBreak, ...]:
    counts: Counter[tuple[str, str]] = Counter(
        (_place(one.user_stack), why_broken(one.reason)) for one in broken
    )
    return tuple(
        GraphBreak(where=where, times=times, reason=reason)
        for (where, reason), times in counts.most_common(MOST_PLACES)
    )


def _place(stack: Sequence[Any]) -> str:
    """The innermost line that a person wrote, not one inside torch."""
    own = [frame for frame in stack if _is_of_the_model(frame.filename)] or list(stack)
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "an unknown line"
