"""What ratios of turns come to: their median, and an interval from a seeded bootstrap over turns.

Neighbouring turns may be alike, so short blocks of them are drawn, n^(1/3) long (E. Carlstein, "The Use
of Subseries Values for Estimating the Variance of a General Statistic from a Stationary Sequence",
Annals of Statistics 14, 1986). The interval is that of percentiles (B. Efron, R. Tibshirani, "An
Introduction to the Bootstrap", 1993, chapter 13).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engines.vocabulary import Vocabulary

Floats = NDArray[np.float64]

FEWEST = 8
"""Turns without which nothing is said: of fewer, the interval of a median is their whole range."""
WIDEST = 1.25
"""An interval whose ends are further apart than this says nothing yet."""
RESAMPLES = 600
CONFIDENCE = 0.95
SEED = 20260101


class Verdict(Vocabulary):
    """What a ratio and its interval say."""

    FASTER = "faster", "its steps take less time, and the interval does not hold 1"
    SLOWER = "slower", "its steps take more time, and the interval does not hold 1"
    NO_DIFFERENCE = "no difference", "the interval holds 1"
    NOT_YET = "not to be said yet", "too few turns, or the interval is too wide"


@dataclass(frozen=True)
class TurnRatio:
    """A ratio of step times: above 1 is slower than what it is compared with."""

    turns: int
    """Turns that it stands on."""
    ratio: float | None = None
    low: float | None = None
    """The lower end of its interval; None where there are too few turns."""
    high: float | None = None

    @property
    def width(self) -> float:
        """The upper end of the interval over its lower end; infinite where there is none."""
        return self.high / self.low if self.high and self.low else math.inf

    @property
    def verdict(self) -> Verdict:
        """What can be said."""
        low, high = self.low, self.high
        if low is None or high is None or self.width > WIDEST:
            return Verdict.NOT_YET
        if low <= 1 <= high:
            return Verdict.NO_DIFFERENCE
        return Verdict.SLOWER if low > 1 else Verdict.FASTER


def paired(ratios: Floats) -> TurnRatio:
    """The median of ratios that were taken turn by turn, in their order. Shape (n,)."""
    return _paired(ratios.tobytes())


def unpaired(over: Floats, under: Floats) -> TurnRatio:
    """The ratio of two medians whose turns are not paired. Shapes (n,), (m,)."""
    return _unpaired(over.tobytes(), under.tobytes())


# Screens ask at each frame, and another turn comes every few frames: a bootstrap takes milliseconds.


@lru_cache(maxsize=64)
def _paired(data: bytes) -> TurnRatio:
    ratios = np.frombuffer(data)
    return _told(len(ratios), ratios, _resampled(ratios, np.random.default_rng(SEED)))


@lru_cache(maxsize=64)
def _unpaired(above: bytes, below: bytes) -> TurnRatio:
    over, under = np.frombuffer(above), np.frombuffer(below)
    random = np.random.default_rng(SEED)
    one, other = _resampled(over, random), _resampled(under, random)
    resampled = None if one is None or other is None else one / other
    ratio = np.median(over) / np.median(under) if len(over) and len(under) else None
    return _told(min(len(over), len(under)), np.array([] if ratio is None else [ratio]), resampled)


def _told(turns: int, ratios: Floats, resampled: Floats | None) -> TurnRatio:
    if not turns:
        return TurnRatio(0)
    ratio = float(np.median(ratios))
    if resampled is None:
        return TurnRatio(turns, ratio)
    rest = (1 - CONFIDENCE) / 2
    low, high = np.quantile(resampled, (rest, 1 - rest))
    return TurnRatio(turns, ratio, float(low), float(high))


def _resampled(values: Floats, random: np.random.Generator) -> Floats | None:
    """Medians of resamples, None of too few values. Shape (n,) to (RESAMPLES,)."""
    count = len(values)
    if count < FEWEST:
        return None
    length = math.ceil(math.cbrt(count))
    blocks = math.ceil(count / length)
    # Blocks go round the end, so that every turn is drawn as often as the others.
    starts = random.integers(count, size=(RESAMPLES, blocks, 1))
    chosen = (starts + np.arange(length)).reshape(RESAMPLES, -1)[:, :count] % count
    medians: Floats = np.median(values[chosen], axis=1)
    return medians
