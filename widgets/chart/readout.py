"""What the curves say at the cursor, as plain data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .curve import Accent, Curve, FloatArray
from .smoothing import smooth


@dataclass(frozen=True)
class Reading:
    """One curve at one x; NaN means that there is nothing to read."""

    label: str
    marker: str
    accent: Accent
    x: float
    """The x of the point that was read: the nearest one."""
    value: float
    smoothed: float
    diverged: bool = False
    """Whether a point was read that is no number: NaN, which infinity is in a bucket too."""


def read(
    curves: Sequence[Curve], x: float | None, *, smoothing: float = 0.0
) -> tuple[Reading, ...]:
    """Read every curve at the point nearest to `x`, or at its last one if `x` is None.

    A curve whose points all lie more than its own spacing away from `x` reads as NaN.
    """
    return read_smoothed(curves, [smooth(curve, smoothing) for curve in curves], x)


def read_smoothed(
    curves: Sequence[Curve], smoothed: Sequence[FloatArray], x: float | None
) -> tuple[Reading, ...]:
    """The same of curves that are smoothed already."""
    return tuple(_read_one(*one, x) for one in zip(curves, smoothed, strict=True))


def nearest_index(curve: Curve, x: float) -> int | None:
    """The index of the point nearest to `x`; None where the curve does not reach."""
    count = len(curve.x)
    if count == 0 or math.isnan(x):
        return None
    right = int(np.searchsorted(curve.x, x))
    if right == 0:
        index = 0
    elif right == count:
        index = count - 1
    else:
        before, after = float(curve.x[right - 1]), float(curve.x[right])
        index = right - 1 if x - before <= after - x else right
    if right in (0, count):
        spacing = (float(curve.x[-1]) - float(curve.x[0])) / max(1, count - 1)
        if abs(float(curve.x[index]) - x) > max(spacing, 1e-9 * abs(x)):
            return None
    return index


def _read_one(curve: Curve, smoothed: FloatArray, x: float | None) -> Reading:
    index = (len(curve.x) - 1 if len(curve.x) else None) if x is None else nearest_index(curve, x)
    nan = math.nan
    if index is None:
        at = nan if x is None else x
        return Reading(curve.label, curve.marker, curve.accent, at, nan, nan)
    value = float(curve.y[index])
    if x is None and curve.newest is not None:
        value = curve.newest
    return Reading(
        curve.label,
        curve.marker,
        curve.accent,
        float(curve.x[index]),
        value,
        float(smoothed[index]),
        diverged=math.isnan(value),
    )
