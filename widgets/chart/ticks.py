"""Round numbers for an axis, and texts for them that never change their width."""

from __future__ import annotations

import math

import numpy as np

from .curve import FloatArray
from .scale import LIMIT, Scale, make_scale

TICK_WIDTH = 6
"""Cells that a tick label takes on the y axis, whatever it says."""
_UNITS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def ticks(scale: Scale, count: int) -> FloatArray:
    """About `count` round values inside a scale, strictly increasing."""
    count = max(1, count)
    found = _log_ticks(scale, count) if scale.log else np.empty(0)
    if len(found) < 2:
        found = _linear_ticks(scale.low, scale.high, count)
        found = found[found > 0] if scale.log else found
    return np.unique(found[np.isfinite(found)])


def round_outward(scale: Scale, count: int) -> Scale:
    """Widen a scale to round ends, so that it moves seldom while data arrives."""
    if scale.log:
        low = 10.0 ** math.floor(math.log10(scale.low) + 1e-9)
        high = 10.0 ** math.floor(math.log10(scale.high) + 1e-9)
        low = max(low * m for m in (1, 2, 5) if m == 1 or low * m <= scale.low * (1 + 1e-9))
        high = min(high * m for m in (1, 2, 5, 10) if m == 10 or high * m >= scale.high * 0.999999)
        return Scale(min(low, scale.low), max(min(high, LIMIT), scale.high), log=True)
    step = _step((scale.high - scale.low) / max(1, 2 * count))
    if not (step > 1e-290 and max(abs(scale.low), abs(scale.high)) < 1e290):
        return scale
    low = math.floor(scale.low / step + 1e-9) * step
    high = math.ceil(scale.high / step - 1e-9) * step
    return make_scale(min(low, scale.low), max(high, scale.high))


def tick_texts(values: FloatArray, width: int = TICK_WIDTH) -> list[str]:
    """Name each tick in at most `width` cells, and no two alike where that is possible."""
    if len(values) == 0:
        return []
    largest = float(np.abs(values).max())
    step = float(np.diff(values).min()) if len(values) > 1 else largest
    texts: list[str] = []
    if _is_geometric(values):
        texts = [number_text(value, width) for value in values.tolist()]
    else:
        size, unit = next(((s, u) for s, u in _UNITS if largest >= s * 10), (1.0, ""))
        with np.errstate(over="ignore", under="ignore"):
            decimals = _decimals(step / size)
        texts = [f"{value / size + 0.0:.{decimals}f}{unit}" for value in values.tolist()]
        # Two ticks of a log axis are no series of factors yet: what is not 0 must not read so.
        texts = [
            t if float(t.rstrip("kMGT")) else number_text(v, width) if abs(v) > step * 1e-9 else "0"
            for v, t in zip(values.tolist(), texts, strict=True)
        ]
    if all(len(text) <= width for text in texts) and len(set(texts)) == len(texts):
        return texts
    texts = [number_text(value, width) for value in values.tolist()]
    if len(set(texts)) == len(texts):
        return texts
    # Too close to tell apart in this width: the first in full, the others as what is added.
    first = float(values[0])
    return [texts[0], *(("+" + number_text(v - first, width - 1)) for v in values[1:].tolist())]


def number_text(value: float, width: int = TICK_WIDTH, *, trim: bool = True) -> str:
    """The most telling form of a number in at most `width` cells; `n/a` for NaN.

    Four significant digits at most. `trim` takes away zeros after the point; without it a
    number that changes keeps its length.
    """
    if math.isnan(value):
        return "n/a"[:width]
    if math.isinf(value):
        return ("-inf" if value < 0 else "inf")[:width]
    if value == 0:
        return "0"
    candidates: list[tuple[str, str]] = []
    if 1e-3 <= abs(value) < 1e5:
        places = 3 - math.floor(math.log10(abs(value)))
        candidates += [(f"{value:.{max(0, places - less)}f}", "") for less in range(4)]
    for size, unit in _UNITS:
        if size <= abs(value) < size * 1e3:
            candidates += [(f"{value / size:.{decimals}f}", unit) for decimals in (2, 1, 0)]
    for decimals in (2, 1, 0):
        mantissa, exponent = f"{value:.{decimals}e}".split("e")
        candidates.append((mantissa, f"e{int(exponent)}"))
    for digits, ending in candidates:
        if trim and "." in digits:
            digits = digits.rstrip("0").rstrip(".")
        if len(digits + ending) <= width:
            return digits + ending
    return (digits + ending)[:width]


def _linear_ticks(low: float, high: float, count: int) -> FloatArray:
    step = _step((high - low) / count)
    if not (step > 0 and math.isfinite(step)):
        return np.array([low, high])
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    if not 0 <= last - first <= 10 * count:
        return np.array([low, high])
    found = np.arange(first, last + 1, dtype=np.float64) * step
    # 3 * 0.1 is 0.30000000000000004: cut back to the digits that the step has.
    digits = -math.floor(math.log10(step)) + 1
    found = np.round(found, digits) if 0 <= digits < 300 else found
    return np.clip(found, low, high)


def _log_ticks(scale: Scale, count: int) -> FloatArray:
    start, end = math.log10(scale.low), math.log10(scale.high)
    if not math.isfinite(start) or end - start < 0.7:
        return np.empty(0)
    exponents = range(math.floor(start), math.ceil(end) + 1)
    for factors in (range(1, 10), (1, 2, 3, 5), (1, 2, 5), (1, 3), (1,)):
        values = [float(f"{factor}e{power}") for power in exponents for factor in factors]
        inside = [v for v in values if scale.low * (1 - 1e-9) <= v <= scale.high * (1 + 1e-9)]
        if len(inside) <= count:
            return np.clip(np.array(inside, dtype=np.float64), scale.low, scale.high)
    stride = math.ceil(len(inside) / count)
    kept = [v for v in inside if round(math.log10(v)) % stride == 0]
    return np.clip(np.array(kept, dtype=np.float64), scale.low, scale.high)


def _step(rough: float) -> float:
    """The round step, 1, 2 or 5 times a power of ten, that is at least `rough`."""
    if not (rough > 1e-307 and rough < LIMIT / 10):
        return rough
    power = 10.0 ** math.floor(math.log10(rough))
    return next((power * m for m in (1, 2, 5) if power * m >= rough * (1 - 1e-9)), power * 10)


def _decimals(step: float) -> int:
    """How many digits after the point tell two ticks a step apart."""
    if not (step > 1e-12):
        return 12
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    scaled = step * 10.0**digits
    return digits + (0 if abs(scaled - round(scaled)) < 1e-6 * scaled else 1)


def _is_geometric(values: FloatArray) -> bool:
    """Whether ticks grow by factors rather than by a step."""
    gaps = np.diff(values)
    return bool(len(values) > 2 and values[0] > 0 and gaps[-1] / 1.5 > gaps[0])
