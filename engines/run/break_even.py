"""After how many steps a compilation has paid for itself, from a lane's own measurements."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engines.lane import COMPILED_MODE, PLAIN_MODE
from engines.run.lane_state import LaneState


@dataclass(frozen=True)
class BreakEven:
    """One compiled mode of a lane against the plain mode that the same lane also ran in."""

    mode: str
    plain: str
    """The mode it is compared with; empty if the lane ran in none."""
    compile_seconds: float | None
    plain_seconds: float | None
    """Median step of the plain mode."""
    compiled_seconds: float | None
    """Median step of the compiled mode."""
    steps: int | None
    """Steps in the compiled mode that win back its compile seconds; None if that never happens."""
    slower: float | None
    """How much longer a compiled step takes, as a share; None while it is faster or not known."""
    why_not: str
    """What is missing, where nothing can be said."""


def is_plain(framework: str, mode: str) -> bool:
    """Whether a mode is one that a compiled mode is compared with."""
    return mode in ("eager", PLAIN_MODE.get(framework))


def steps_to_break_even(
    compile_seconds: float, plain_seconds: float, compiled_seconds: float
) -> int | None:
    """Steps until `compile_seconds` are won back; None if a compiled step is not faster."""
    gain = plain_seconds - compiled_seconds
    steps = compile_seconds / gain if gain > 0 else math.inf
    return math.ceil(steps) if math.isfinite(steps) else None


def break_even(lane: LaneState) -> tuple[BreakEven, ...]:
    """A row for each compiled mode that the lane compiled or ran in; for the default one if none."""
    seen = [done.mode for done in lane.compiles] + list(lane.spreads)
    modes = [mode for mode in dict.fromkeys(seen) if not is_plain(lane.framework, mode)]
    if not modes and lane.framework in COMPILED_MODE:
        modes = [COMPILED_MODE[lane.framework]]
    return tuple(_of_mode(lane, mode) for mode in modes)


def _of_mode(lane: LaneState, mode: str) -> BreakEven:
    own = [
        done.seconds
        for done in lane.compiles
        # What was compiled for another batch size is paid for by the steps that ran with it.
        if done.mode == mode and done.step > lane.batch_size_since
    ]
    plain = _plain_mode(lane)
    took = sum(own) if own else None
    before = _median(lane, plain)
    after = _median(lane, mode)
    steps = slower = None
    why = ""
    if before is None and after is None:
        why = "no step time was measured yet"
    elif before is None or after is None:
        why = f"only {mode if before is None else plain} was measured"
    elif took is None:
        why = f"no compilation of {mode} was measured"
    else:
        steps = steps_to_break_even(took, before, after)
        slower = after / before - 1 if steps is None else None
    return BreakEven(mode, plain, took, before, after, steps, slower, why)


def _plain_mode(lane: LaneState) -> str:
    """The measured plain mode, the framework's own one first; empty if none was measured."""
    own = PLAIN_MODE.get(lane.framework, "eager")
    return next((mode for mode in (own, "eager") if mode in lane.spreads), "")


def _median(lane: LaneState, mode: str) -> float | None:
    spread = lane.spreads.get(mode)
    return spread.median() if spread else None
