"""Where a value lies on an axis, linear or logarithmic."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .curve import FloatArray

LIMIT = 8e307
"""Ends are kept inside this, so that their difference does not overflow."""


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`; on a logarithmic one both are above 0."""

    low: float
    high: float
    log: bool = False

    def to_unit(self, values: FloatArray) -> FloatArray:
        """Map data to 0..1 along the axis; NaN where a logarithm does not exist."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
            if not self.log:
                return (values - self.low) / (self.high - self.low)
            start, end = math.log10(self.low), math.log10(self.high)
            return (np.log10(np.where(values > 0, values, np.nan)) - start) / (end - start)

    def from_unit(self, units: FloatArray) -> FloatArray:
        """Map 0..1 along the axis back to data."""
        with np.errstate(over="ignore", under="ignore"):
            if not self.log:
                return self.low + units * (self.high - self.low)
            start, end = math.log10(self.low), math.log10(self.high)
            return np.power(10.0, start + units * (end - start))

    def unit(self, value: float) -> float:
        """`to_unit` of one value."""
        return float(self.to_unit(np.array([value]))[0])

    def value(self, unit: float) -> float:
        """`from_unit` of one position."""
        return float(self.from_unit(np.array([unit]))[0])


def make_scale(low: float, high: float, *, log: bool = False) -> Scale:
    """A scale over any two numbers: ordered, inside floats, and never of zero length."""
    low, high = (float(np.clip(end, -LIMIT, LIMIT)) for end in sorted((low, high)))
    if log:
        high = high if high >= 1e-300 else 1.0
        low = low if low >= 1e-300 else high / 1e3
        if high / low < 1 + 1e-9:
            low, high = max(low / 2, 1e-300), min(high * 2, LIMIT)
        return Scale(low, high, log=True)
    if high - low <= max(abs(low), abs(high)) * 1e-10 or high - low < 1e-300:
        around = max(abs(low), abs(high)) * 0.1 or 1.0
        around = max(around, 1e-290)
        low, high = max(low - around, -LIMIT), min(high + around, LIMIT)
    return Scale(low, high)
