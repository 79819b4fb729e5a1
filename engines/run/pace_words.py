"""Pace in words: `1.02x slower (0.98-1.06: no difference)`, `1.45x faster (1.41-1.49)`.

What is not to be said yet says why: by its turns, and its interval where there is one.
"""

from __future__ import annotations

from engines.run.turn_ratio import TurnRatio, Verdict

CLOSE = 0.02
"""An interval that ends so near to 1 without holding it, or is that narrow, has a digit more."""


def pace_text(told: TurnRatio) -> str:
    """What is said of a ratio, whole."""
    within = bounds_text(told)
    if told.verdict == Verdict.NOT_YET:
        turns = f"{told.turns} turn{'' if told.turns == 1 else 's'}"
        return f"{Verdict.NOT_YET} ({turns}{f', {within}' if within else ''})"
    if told.verdict == Verdict.NO_DIFFERENCE:
        within += f": {Verdict.NO_DIFFERENCE}"
    return f"{factor_text(told)} ({within})"


def factor_text(told: TurnRatio) -> str:
    """How many times slower or faster: `1.45x faster`."""
    if told.ratio is None:
        return ""
    times = max(told.ratio, 1 / told.ratio)
    return f"{_figure(times, told)}x {'faster' if _faster(told) else 'slower'}"


def bounds_text(told: TurnRatio) -> str:
    """The interval, the smaller end first, in the sense of `factor_text`; empty without one."""
    if told.low is None or told.high is None:
        return ""
    low, high = (1 / told.high, 1 / told.low) if _faster(told) else (told.low, told.high)
    return f"{_figure(low, told)}-{_figure(high, told)}"


def _faster(told: TurnRatio) -> bool:
    return told.ratio is not None and told.ratio < 1


def _figure(times: float, told: TurnRatio) -> str:
    near = min(abs(end - 1) for end in (told.low or 0.0, told.high or 0.0))
    certain = told.verdict in (Verdict.FASTER, Verdict.SLOWER)
    fine = near < CLOSE if certain else told.width < 1 + CLOSE
    decimals = 3 if fine else 2 if times < 9.995 else 1 if times < 99.95 else 0
    return f"{times:.{decimals}f}"
