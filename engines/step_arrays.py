"""The steps of one lane as NumPy arrays, for those who compute with all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engines.events import Steps

Floats = NDArray[np.float64]


class StepArrays(NamedTuple):
    """n steps in m chunks."""

    steps: Floats
    """Shape (n,): the number of each step."""
    losses: Floats
    """Shape (n,): NaN where a loss was not finite."""
    lane_at: Floats
    """Shape (n,): lane time in seconds at each step's end, spread evenly inside a chunk."""
    wall_at: Floats
    """Shape (n,): `at` of each step's end, spread likewise."""
    counts: NDArray[np.int64]
    """Shape (m,): steps in each chunk."""
    lasts: Floats
    """Shape (m,): the number of each chunk's last step."""
    ends: Floats
    """Shape (m,): `at` of each chunk's end."""
    lane_ends: Floats
    """Shape (m,): lane time in seconds at each chunk's end."""
    step_seconds: Floats
    """Shape (m,): wall time of a step."""
    cpu_step_seconds: Floats
    """Shape (m,): CPU time of a step."""
    left_out: list[str]
    """Length m: why the chunk is no sample of step time; empty if it is one."""
    clean: NDArray[np.bool_]
    """Shape (m,): whether it is one."""

    def of_each_step(self, values: NDArray[Any]) -> NDArray[Any]:
        """What is told of chunks, for each of their steps: shape (m,) to (n,)."""
        return np.repeat(values, self.counts)


def step_arrays(events: Sequence[Steps]) -> StepArrays:
    """The steps of several events of one lane, in order; there is one event at least.

    A NumPy call takes as long for ten values as for 100: several events cost little more than one.
    """
    counts, seconds, cpu, lane_ends, ends = (
        np.array(list(chain.from_iterable(getattr(event, name) for event in events)))
        for name in ("counts", "seconds", "cpu_seconds", "lane_ends", "ends")
    )
    losses = np.array(list(chain.from_iterable(e.losses for e in events)), dtype=np.float64)
    left_out = [reason for event in events for reason in event.left_out]
    lasts = np.cumsum(counts, dtype=np.float64)
    steps = np.arange(1, len(losses) + 1, dtype=np.float64)
    sizes = [len(event.losses) for event in events]
    done = accumulate(sizes, initial=0)
    before = [event.first - 1 - size for event, size in zip(events, done, strict=False)]
    if before.count(before[0]) == len(before):
        lasts += before[0]
        steps += before[0]
    else:
        # Steps are not bound to follow on those of the event before.
        lasts += np.repeat(before, [len(event.counts) for event in events])
        steps += np.repeat(before, sizes)
    step_seconds = seconds / counts
    back = (np.repeat(lasts, counts) - steps) * np.repeat(step_seconds, counts)
    return StepArrays(
        steps=steps,
        losses=losses,
        lane_at=np.repeat(lane_ends, counts) - back,
        wall_at=np.repeat(ends, counts) - back,
        counts=counts,
        lasts=lasts,
        ends=ends,
        lane_ends=lane_ends,
        step_seconds=step_seconds,
        cpu_step_seconds=cpu / counts,
        left_out=left_out,
        clean=np.array([not reason for reason in left_out]),
    )
