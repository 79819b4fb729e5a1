"""The steps of one lane as NumPy arrays, for those who compute with all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
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
    clean: NDArray[np.bool_]
    """Shape (m,): whether the chunk is a sample of step time."""

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
    lasts = np.cumsum(counts, dtype=np.float64)
    steps = np.arange(1, len(losses) + 1, dtype=np.float64)
    # Steps are not bound to follow on those of the event before.
    sizes = [len(event.losses) for event in events]
    before = [event.first - 1 for event in events] - np.append(0, np.cumsum(sizes[:-1], dtype=int))
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
        clean=np.array([not reason for event in events for reason in event.left_out]),
    )
