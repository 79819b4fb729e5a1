"""From any number of points to one value and one band for each pixel column."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .curve import Curve, FloatArray
from .scale import Scale

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Columns:
    """What is left of a curve at the resolution of the screen, k entries in order of x.

    The first and last entry may lie outside the window, where the line enters and leaves it.
    """

    positions: FloatArray
    """Shape (k,): where each entry lies, in pixel columns from the left, fractions outside."""
    value: FloatArray
    """Shape (k,): the mean of the bright line within the column."""
    low: FloatArray
    """Shape (k,): the smallest value within the column."""
    high: FloatArray
    """Shape (k,): the largest value within the column."""
    joined: BoolArray
    """Shape (k - 1,): whether an entry and the next are connected, with no gap between."""
    diverged: FloatArray
    """Pixel columns at which a stretch of NaN or infinity begins."""
    sunk: BoolArray
    """Shape of `diverged`: whether it went to minus infinity, and belongs at the bottom."""


def reduce_to_columns(
    curve: Curve, line: FloatArray, scale: Scale, count: int, *, positive: bool = False
) -> Columns:
    """Reduce a curve to `count` pixel columns, keeping every extreme.

    Half a millisecond for a million points and array: `searchsorted` finds the columns,
    `reduceat` their extremes; only columns that hold a gap are looked at point by point.

    Args:
        curve: The points.
        line: Shape (n,): what the bright line follows, `curve.y` or a smoothed form of it.
        scale: The x axis.
        count: How many pixel columns there are.
        positive: Treat what is not above 0 as a gap, for a logarithmic y axis.
    """
    x, y = curve.x, curve.y
    edges = scale.from_unit(np.linspace(0.0, 1.0, count + 1))
    edges[0], edges[-1] = scale.low, scale.high
    cuts = np.searchsorted(x, edges)
    cuts[-1] = np.searchsorted(x, edges[-1], side="right")
    filled = np.flatnonzero(cuts[1:] > cuts[:-1])
    starts, ends = cuts[:-1][filled], cuts[1:][filled]
    positions = filled.astype(np.float64)
    lowest = y if curve.low is None else curve.low
    highest = y if curve.high is None else curve.high
    value, low, high = _reduce(line, lowest, highest, starts, ends)
    with np.errstate(over="ignore", invalid="ignore"):
        bad = ~np.isfinite(value) | ~np.isfinite(low) | ~np.isfinite(high)
        if line is not y and lowest is not y and highest is not y:
            # Neither the band nor the smoothed line tells of a NaN in y itself.
            bad |= ~np.isfinite(np.add.reduceat(y, starts) if len(starts) else value)
        suspect = bad | (low <= 0) if positive else bad
    if suspect.any():
        _repair(value, low, high, line, lowest, highest, starts, ends, suspect, positive)
    first_ok, last_ok = _usable(y[starts], positive), _usable(y[ends - 1], positive)
    kept = np.flatnonzero(np.isfinite(value))
    joined = (np.diff(kept) == 1) & last_ok[kept[:-1]] & first_ok[kept[1:]]
    diverged, sunk = _divergences(y, starts, ends, bad)
    inner = Columns(
        positions[kept],
        value[kept],
        low[kept],
        high[kept],
        joined,
        filled[diverged].astype(np.float64),
        sunk,
    )
    # The neighbours just outside, so that a zoomed line runs to the edges. Each is joined if
    # no gap lies between; with nothing inside, the line may still cross the whole window.
    whole = len(kept) > 0
    left = first_ok[0] and kept[0] == 0 if whole else len(filled) == 0
    right = last_ok[-1] and kept[-1] == len(filled) - 1 if whole else len(filled) == 0
    for index, edge, place in ((int(cuts[0]) - 1, left, 0), (int(cuts[-1]), right, None)):
        if 0 <= index < len(x) and _usable(line[index : index + 1], positive)[0]:
            at = float(scale.to_unit(x[index : index + 1])[0]) * count - 0.5
            if np.isfinite(at):
                at = min(max(at, -1e6), 1e6)
                inner = _with_neighbour(inner, at, float(line[index]), bool(edge), place)
    return inner


def _with_neighbour(
    inner: Columns, at: float, value: float, edge: bool, place: int | None
) -> Columns:
    """The columns and one entry outside the window: before all if place is 0, else after."""
    end = len(inner.positions) if place is None else place
    joined = inner.joined
    if len(inner.positions):
        joined = np.insert(joined, len(joined) if place is None else place, edge)
    return replace(
        inner,
        positions=np.insert(inner.positions, end, at),
        value=np.insert(inner.value, end, value),
        low=np.insert(inner.low, end, value),
        high=np.insert(inner.high, end, value),
        joined=joined,
    )


def _reduce(
    line: FloatArray,
    lowest: FloatArray,
    highest: FloatArray,
    starts: NDArray[np.intp],
    ends: NDArray[np.intp],
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The mean, smallest and largest of each stretch; not finite where a point is not."""
    if len(starts) == 0:
        return np.empty(0), np.empty(0), np.empty(0)
    stop = int(ends[-1])
    with np.errstate(over="ignore", invalid="ignore"):
        value = np.add.reduceat(line[:stop], starts) / (ends - starts)
        low = np.minimum.reduceat(lowest[:stop], starts)
        high = np.maximum.reduceat(highest[:stop], starts)
    return value, low, high


def _repair(
    value: FloatArray,
    low: FloatArray,
    high: FloatArray,
    line: FloatArray,
    lowest: FloatArray,
    highest: FloatArray,
    starts: NDArray[np.intp],
    ends: NDArray[np.intp],
    suspect: BoolArray,
    positive: bool,
) -> None:
    """Reduce the suspect columns again, in place, over their usable points alone."""
    for column in np.flatnonzero(suspect).tolist():
        part = slice(int(starts[column]), int(ends[column]))
        points = line[part][_usable(line[part], positive)]
        lows = lowest[part][_usable(lowest[part], positive)]
        highs = highest[part][_usable(highest[part], positive)]
        with np.errstate(over="ignore", invalid="ignore"):
            mean = float(points.mean()) if len(points) else np.nan
        if len(points) and not np.isfinite(mean):
            mean = float(points.min() / 2 + points.max() / 2)
        value[column] = mean
        low[column] = lows.min() if len(lows) else mean
        high[column] = highs.max() if len(highs) else mean


def _usable(values: FloatArray, positive: bool) -> BoolArray:
    usable: BoolArray = np.isfinite(values)
    return usable & (values > 0) if positive else usable


def _divergences(
    y: FloatArray, starts: NDArray[np.intp], ends: NDArray[np.intp], bad: BoolArray
) -> tuple[NDArray[np.intp], BoolArray]:
    """Which filled columns begin a stretch of NaN or infinity, and which went down."""
    begins = bad & ~np.concatenate(([False], bad[:-1])) if len(bad) else bad
    kept, sunk = [], []
    for column in np.flatnonzero(begins).tolist():
        part = y[int(starts[column]) : int(ends[column])]
        wrong = part[~np.isfinite(part)]
        if len(wrong):
            kept.append(column)
            sunk.append(bool(wrong[0] == -np.inf))
    return np.array(kept, dtype=np.intp), np.array(sunk, dtype=np.bool_)
