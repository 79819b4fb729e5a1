"""Whether something that can be switched on and off within one run costs it anything.

Slices of time come in blocks. A block holds each condition twice, in an order drawn by chance and then
in the reverse of it (ABC CBA), so that a drift which is linear over a block weighs on all conditions
alike. A block gives one log ratio; over the blocks their mean is taken with a bootstrap interval, and
where a cost cannot be rare their midmean: the mean of the middle half, which a few disturbed blocks do
not move. One condition is `off` under another name: its interval is the noise of the machine.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 4000
FEWEST = 5
"""Blocks without which no interval is given."""
ENOUGH = 0.95
"""Of the control's blocks. The slices that a cost leaves without steps would be those that show it most."""
SURE = 1.84
"""An interval must be so many times narrower than the bound for a cost of nothing to be shown to be
within it nineteen times in twenty: (1.960 + 1.645) / 1.960."""


@dataclass(frozen=True)
class Sample:
    """What one slice came to."""

    block: int
    condition: str
    value: float
    """Seconds a step; nan where nothing was measured."""


@dataclass(frozen=True)
class Ratio:
    """One condition over another, with a 95 % interval."""

    middle: float
    low: float
    high: float
    blocks: int


def order(conditions: Sequence[str], blocks: int, seed: int) -> list[tuple[int, str]]:
    """(block, condition) of each slice, in the order of time."""
    chance = random.Random(seed)
    slices = []
    for block in range(blocks):
        drawn = chance.sample(conditions, len(conditions))
        slices += [(block, condition) for condition in (*drawn, *reversed(drawn))]
    return slices


def ratio(
    samples: Iterable[Sample], over: str, *under: str, middle_half: bool = False
) -> Ratio | None:
    """`over` / all of `under`; None with fewer than `FEWEST` blocks with all their slices measured.

    With `middle_half` a cost that falls into few of the blocks alone is not seen.
    """
    logs: dict[int, tuple[list[float], list[float]]] = {}
    for one in samples:
        block = logs.setdefault(one.block, ([], []))
        if one.condition == over:
            block[0].append(math.log(one.value))
        elif one.condition in under:
            block[1].append(math.log(one.value))
    effects = np.array([np.mean(above) - np.mean(below) for above, below in logs.values()])
    effects = effects[np.isfinite(effects)]
    if len(effects) < FEWEST:
        return None
    drawn = np.random.default_rng(0).choice(effects, (RESAMPLES, len(effects)))
    cut = len(effects) // 4 if middle_half else 0
    low, high = np.quantile(_means(drawn, cut), (0.025, 0.975))
    middle = _means(effects[np.newaxis], cut)[0]
    return Ratio(math.exp(middle), math.exp(low), math.exp(high), len(effects))


def _means(rows: npt.NDArray[np.float64], cut: int) -> npt.NDArray[np.float64]:
    """Mean of each row without its `cut` least and `cut` greatest."""
    means: npt.NDArray[np.float64] = np.sort(rows, axis=1)[:, cut : rows.shape[1] - cut].mean(1)
    return means


def verdict(found: Ratio | None, control: Ratio | None, bound: float, seconds: float) -> str:
    """Whether a cost is within `bound` (1.01 for 1 %), if `seconds` of slices could tell."""
    if found is None or control is None:
        return "cannot be told here: too few blocks were measured"
    if not control.low <= 1 <= control.high:
        return "cannot be told here: the control shows a difference where there is none"
    if found.high <= bound and found.blocks < ENOUGH * control.blocks:
        return "cannot be told here: too often there were no steps while it was on"
    if found.high <= bound:
        return "reached"
    if found.low > bound:
        return "MISSED"
    half = math.log(found.high / found.low) / 2
    needed = seconds * (SURE * half / math.log(bound)) ** 2
    if needed <= seconds:
        return "cannot be told here: too near the bound"
    return f"cannot be told here: about {math.ceil(needed / 10) * 10} s would be needed"
