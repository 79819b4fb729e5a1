"""Figures as texts for tables; `n/a` for what was not measured."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engines.report.bootstrap import Interval
from engines.report.document import NA


def figure(value: float | None, form: str, factor: float = 1.0) -> str:
    """A number in a format, times `factor`."""
    try:
        told = math.nan if value is None else float(value) * factor
    except OverflowError:
        # A damaged log can hold whole numbers that no float reaches.
        return NA
    return format(told, form) if math.isfinite(told) else NA


def milliseconds(seconds: float | None) -> str:
    """Milliseconds with three decimals, as in the summary's table."""
    return figure(seconds, ",.3f", 1000)


def duration(seconds: float) -> str:
    """A time with three digits in the unit that fits it: `4.70 µs`, `12.0 ms`, `3.21 s`."""
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 0.9995:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def mebibytes(count: float | None) -> str:
    """Whole mebibytes."""
    return figure(count, ",.0f", 2**-20)


def loss(value: float | None) -> str:
    """A loss with five decimals, or in scientific notation where that would hide its size.

    NaN is one that was measured and is not finite; None is one that was not measured.
    """
    if value is not None and not math.isfinite(value):
        return "not finite"
    if value is not None and value and not 1e-3 <= abs(value) < 1e4:
        return format(value, ".3e")
    return figure(value, ".5f")


def bounds(interval: Interval | None, form: str, factor: float = 1.0) -> str:
    """The two ends of an interval."""
    if interval is None:
        return NA
    return f"{figure(interval.low, form, factor)} to {figure(interval.high, form, factor)}"


def share(part: float | None) -> str:
    """A share of 0..1 in per cent with two decimals: `98.06 %`."""
    told = figure(part, ".2f", 100)
    return told if told == NA else f"{told}\u00a0%"


def percent(change: float | None) -> str:
    """A change as a share, in per cent with its sign: `+3.2 %`."""
    return NA if change is None else f"{change * 100:+.1f}\u00a0%".replace("-", "−")


def whole(count: int | None) -> str:
    """A whole number with groups."""
    return NA if count is None else f"{count:,}"


def reasons(left_out: Mapping[str, int]) -> str:
    """How many chunks were left out and why: `12 (8 turn, 4 compile)`."""
    if not left_out:
        return "0"
    why = ", ".join(f"{count:,} {reason}" for reason, count in sorted(left_out.items()))
    return f"{sum(left_out.values()):,} ({why})"
