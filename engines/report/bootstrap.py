"""How well a median is known: a bootstrap over blocks of neighbouring samples.

Step times of a run are not independent of one another: a machine is slower for a while. Drawing
single samples would give intervals that are too narrow, so whole blocks of neighbours are drawn,
as long as a turn where the lane took turns (E. Carlstein, "The Use of Subseries Values for
Estimating the Variance of a General Statistic from a Stationary Sequence", Annals of Statistics 14,
1986). The interval is
that of percentiles (B. Efron, R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13).
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES = 2000
ENOUGH_BLOCKS = 12
"""Blocks are made shorter than a turn rather than fewer than this."""
CONFIDENCE = 0.95
FEWEST = 6
"""With fewer samples no interval of 95 % exists for a median: 2 * 0.5^5 is more than 0.05."""


@dataclass(frozen=True)
class Interval:
    """Where a figure lies, with `CONFIDENCE`."""

    low: float
    high: float


def block_length(samples: int, turns: int) -> int:
    """How many neighbours are drawn together: those of a turn, if there are blocks enough.

    At least n^(1/3), which is right where neighbours are alike over a short time only.
    """
    least = math.ceil(math.cbrt(samples))
    return max(least, min(samples // max(1, turns), samples // ENOUGH_BLOCKS))


def resampled_medians(
    samples: Floats,
    name: str,
    turns: int = 0,
    resamples: int = RESAMPLES,
    steps: Floats | None = None,
) -> Floats | None:
    """Medians of resamples; None where there are too few samples.

    Args:
        samples: In the order in which they were taken. Shape (n,).
        name: Seeds the draw: the same name and samples give the same medians.
        turns: In how many turns they were taken, 0 if the lane took none.
        resamples: How many.
        steps: How many steps each sample is the mean of, which is what it weighs; all alike if None.

    Returns:
        Shape (resamples,).
    """
    count = len(samples)
    if count < FEWEST:
        return None
    random = np.random.default_rng(zlib.crc32(name.encode()))
    length = block_length(count, turns) if turns else math.ceil(math.cbrt(count))
    blocks = math.ceil(count / length)
    order = np.argsort(samples, kind="stable")
    ordered = samples[order]
    block_of = order // length
    weights = np.ones(count) if steps is None else steps[order]
    medians = np.empty(resamples)
    for n in range(resamples):
        # How often each block was drawn is the weight of its samples: no resample is written out.
        drawn = np.bincount(random.integers(blocks, size=blocks), minlength=blocks)
        reached = np.cumsum(drawn[block_of] * weights)
        whole = int(reached[-1])
        middle = ((whole + 1) // 2, whole // 2 + 1)
        medians[n] = ordered[np.searchsorted(reached, middle)].mean()
    return medians


def interval(resampled: Floats | None) -> Interval | None:
    """The central part of resampled figures."""
    if resampled is None:
        return None
    rest = (1 - CONFIDENCE) / 2
    low, high = np.quantile(resampled, (rest, 1 - rest))
    return Interval(float(low), float(high))


def ratio_interval(over: Floats | None, under: Floats | None) -> Interval | None:
    """Where the ratio of two medians lies that were resampled apart; shapes (resamples,)."""
    if over is None or under is None:
        return None
    return interval(over / under)
