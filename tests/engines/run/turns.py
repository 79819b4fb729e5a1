"""Turns of lanes as events: planted ratios, noise that meets all lanes, noise of each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.events import Steps

TURN = 0.2
"""Seconds."""


def turn(lane: str, first: int, at: float, seconds: float, chunks: int = 4) -> Steps:
    """A turn that begins `at`: its first step is no sample, then come chunks of ten."""
    counts = (1, *(10 for _ in range(chunks)))
    each = tuple(seconds * count for count in counts)
    ends = tuple(at + float(sum(each[: n + 1])) for n in range(len(each)))
    return Steps(
        lane=lane,
        at=ends[-1],
        first=first,
        losses=(1.0,) * sum(counts),
        counts=counts,
        seconds=each,
        cpu_seconds=each,
        ends=ends,
        lane_ends=ends,
        left_out=("turn", *("" for _ in range(chunks))),
    )


def race(
    ratios: dict[str, float],
    rounds: int,
    *,
    common: float = 0.0,
    own: float = 0.0,
    seed: int = 0,
    at: float = 0.0,
    first: int = 1,
) -> Iterator[Steps]:
    """Lanes that take turns; a step takes 1 ms times the lane's ratio.

    `common` is the noise of the machine, alike for neighbouring turns (a random walk back to 0), `own`
    that of each turn; both as standard deviations of the logarithm.
    """
    random = np.random.default_rng(seed)
    noise = random.normal() * common
    for _ in range(rounds):
        for lane, ratio in ratios.items():
            noise = 0.98 * noise + random.normal() * common * np.sqrt(1 - 0.98**2)
            seconds = 1e-3 * ratio * float(np.exp(noise + random.normal() * own))
            told = turn(lane, first, at, seconds)
            at = told.at + 0.01
            yield told
        first += 41
