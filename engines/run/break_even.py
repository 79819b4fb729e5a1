"""After how many steps a compilation has paid for itself, from a lane's own measurements.

Where the interval of what it brings holds 1, or there are too few turns, nothing is said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engines.lane import COMPILED_MODE, PLAIN_MODE
from engines.run.gain import Gain, How, gain
from engines.run.lane_state import LaneState
from engines.run.pace import Pace
from engines.run.pace_words import bounds_text, pace_text
from engines.run.turn_ratio import TurnRatio, Verdict

LOADING = 0.05
"""Seconds from which on a change of mode has loaded a compiler, and not only exchanged functions."""


@dataclass(frozen=True)
class BreakEven:
    """One compiled mode of a lane against the plain mode that the same lane also ran in."""

    mode: str
    plain: str
    """The mode it is compared with."""
    compile_seconds: float | None
    """All that it cost: its compilations, and the loading of the compiler."""
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
    loading_seconds: float = 0.0
    """What of the cost was the loading of the compiler, once a process."""
    gain: Gain = Gain(TurnRatio(0), How.AFTER)  # noqa: RUF009 - it is frozen
    """A compiled step over a plain one."""
    steps_between: tuple[int, int] | None = None
    """The interval of `steps`."""

    @property
    def compared(self) -> bool:
        """Whether there is a turn in each mode at least."""
        return self.gain.told.turns > 0

    @property
    def gain_text(self) -> str:
        """What compiling brings, in words."""
        return pace_text(self.gain.told)

    @property
    def how(self) -> str:
        """How the modes were compared."""
        return str(self.gain.how)


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


def break_even(lane: LaneState, turns: Pace) -> tuple[BreakEven, ...]:
    """A row for each compiled mode that the lane compiled or ran in; for the default one if none.

    `turns` are those of the lane.
    """
    seen = [done.mode for done in lane.compiles] + list(lane.spreads)
    modes = [mode for mode in dict.fromkeys(seen) if not is_plain(lane.framework, mode)]
    if not modes and lane.framework in COMPILED_MODE:
        modes = [COMPILED_MODE[lane.framework]]
    return tuple(_of_mode(lane, turns, mode) for mode in modes)


def _of_mode(lane: LaneState, turns: Pace, mode: str) -> BreakEven:
    plain = _plain_mode(lane)
    loading, took = _cost(lane, mode)
    before = _median(lane, plain)
    after = _median(lane, mode)
    brings = gain(turns, mode, plain)
    steps = slower = between = None
    why = _missing(mode, plain, before, after, took) or _unsaid(brings.told)
    if not why and before is not None and took is not None:
        steps, slower, between = _paid(brings.told, took, before)
    return BreakEven(
        mode=mode,
        plain=plain,
        compile_seconds=took,
        plain_seconds=before,
        compiled_seconds=after,
        steps=steps,
        slower=slower,
        why_not=why,
        loading_seconds=loading,
        gain=brings,
        steps_between=between,
    )


def _cost(lane: LaneState, mode: str) -> tuple[float, float | None]:
    """Seconds of loading, and all seconds; None where no compilation was measured.

    What was compiled for another batch size is paid for by the steps that ran with it.
    """
    since = lane.batch_size_since
    own = [done.seconds for done in lane.compiles if done.mode == mode and done.step > since]
    switches = [each for each in lane.mode_changes if each.mode == mode and each.step >= since]
    loading = sum(each.seconds for each in switches if each.seconds >= LOADING)
    return loading, sum(own) + loading if own else None


def _missing(
    mode: str, plain: str, before: float | None, after: float | None, took: float | None
) -> str:
    if before is None and after is None:
        return "no step time was measured yet"
    if before is None or after is None:
        return f"only {mode if before is None else plain} was measured"
    return f"no compilation of {mode} was measured" if took is None else ""


def _unsaid(told: TurnRatio) -> str:
    """Why nothing can be said of what it brings."""
    match told.verdict:
        case Verdict.NOT_YET:
            return pace_text(told)
        case Verdict.NO_DIFFERENCE:
            return f"{Verdict.NO_DIFFERENCE} ({bounds_text(told)})"
    return ""


def _paid(
    told: TurnRatio, took: float, plain_seconds: float
) -> tuple[int | None, float | None, tuple[int, int] | None]:
    """Steps until it has paid, or how much slower it is, and the interval of the steps."""
    ratio, low, high = told.ratio or 1.0, told.low or 1.0, told.high or 1.0
    if told.verdict == Verdict.SLOWER:
        return None, ratio - 1, None
    best, steps, worst = (
        steps_to_break_even(took, plain_seconds, plain_seconds * each)
        for each in (low, ratio, high)
    )
    between = (best, worst) if best is not None and worst is not None else None
    return steps, None, between


def _plain_mode(lane: LaneState) -> str:
    """The measured plain mode, the framework's own one first; that one if none was measured."""
    own = PLAIN_MODE.get(lane.framework, "eager")
    return next((mode for mode in (own, "eager") if mode in lane.spreads), own)


def _median(lane: LaneState, mode: str) -> float | None:
    spread = lane.spreads.get(mode)
    return spread.median() if spread else None
