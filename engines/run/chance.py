"""Lanes that draw random numbers of their own: equal losses are not to be expected of them."""

from __future__ import annotations

from engines.run.lane_state import LaneState
from engines.run.run import Run

SENTENCE = "equal losses are not to be expected: each framework draws its own random numbers"
SHORT = "each draws its own"


def by_chance(one: LaneState, other: LaneState) -> bool:
    """Whether two lanes draw random numbers that differ, as dropout does.

    JAX draws the same in every mode, from keys; the others draw otherwise in each.
    """
    same = one.framework == other.framework == "jax"
    return bool(one.draws or other.draws) and not same


def any_by_chance(run: Run) -> bool:
    """Whether that is so of any lane that is compared with the reference lane."""
    return any(by_chance(run.lanes[run.reference], run.lanes[lane_id]) for lane_id in run.parity)
