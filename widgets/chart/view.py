"""Which part of the data is looked at, and how zooming and panning change it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypeAlias

Range: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class View:
    """The window on the data; a range of None shows all there is."""

    x_range: Range | None = None
    y_range: Range | None = None
    log_x: bool = False
    log_y: bool = False
    follow: bool = False
    """Whether a fixed `x_range` moves along, its right end on the newest point."""

    @property
    def status(self) -> str:
        """`all`, `live` (a window that follows the newest point) or `frozen`."""
        if self.x_range is None:
            return "all"
        return "live" if self.follow else "frozen"


def zoom(view: View, factor: float, around: float, full: Range) -> View:
    """Look closer (factor above 1) or from further away, keeping `around` where it is.

    Args:
        view: What is looked at now.
        factor: How many times larger things get.
        around: The x that stays in place.
        full: The smallest and largest x of all data; there is no zooming out beyond it.

    Raises:
        ValueError: If the factor is not above 0.
    """
    if not factor > 0:
        raise ValueError(f"a zoom factor must be above 0, not {factor}")
    log = view.log_x and full[0] > 0
    low, high = shown_range(view, full)
    middle = _to(min(max(around, low), high), log)
    start, end = _to(low, log), _to(high, log)
    start, end = middle - (middle - start) / factor, middle + (end - middle) / factor
    # A window that would reach over an end is moved inside; one wider than all is all.
    first, last = _to(full[0], log), _to(full[1], log)
    if not end - start < (last - first) * (1 - 1e-9):
        return replace(view, x_range=None, follow=False)
    shift = max(0.0, first - start) - max(0.0, end - last)
    start, end = start + shift, end + shift
    smallest = abs(last - first) * 1e-9
    if not end - start > smallest:
        # As close as floats allow.
        return view
    return _fixed(view, _from(start, log), _from(end, log), full)


def pan(view: View, fraction: float, full: Range) -> View:
    """Move the window by a fraction of its own width, to the right if positive."""
    if view.x_range is None or not math.isfinite(fraction):
        return view
    log = view.log_x and full[0] > 0
    low, high = shown_range(view, full)
    start, end = _to(low, log), _to(high, log)
    shift = (end - start) * fraction
    shift = min(max(shift, min(0.0, _to(full[0], log) - start)), max(0.0, _to(full[1], log) - end))
    return _fixed(view, _from(start + shift, log), _from(end + shift, log), full)


def shown_range(view: View, full: Range) -> Range:
    """The x that a view shows of data that reaches over `full`."""
    if view.x_range is None:
        return full
    low, high = view.x_range
    if not view.follow:
        return low, high
    if view.log_x and low > 0 and full[1] > 0:
        return full[1] * (low / high), full[1]
    return full[1] - (high - low), full[1]


def _fixed(view: View, low: float, high: float, full: Range) -> View:
    """The view over a window: all of the data if it covers that, following if it ends there."""
    slack = (full[1] - full[0]) * 1e-9
    if low <= full[0] + slack and high >= full[1] - slack:
        return replace(view, x_range=None, follow=False)
    return replace(view, x_range=(low, high), follow=high >= full[1] - slack)


def _to(value: float, log: bool) -> float:
    return math.log10(value) if log and value > 0 else value


def _from(value: float, log: bool) -> float:
    return float(10.0**value) if log else value
