"""Lanes that draw random numbers of their own: equal losses are not to be expected of them."""

from __future__ import annotations

from engines.run.lane_state import LaneState

SENTENCE = "equal losses are not to be expected: each framework draws its own random numbers"
SHORT = "each draws its own"


def by_chance(one: LaneState, other: LaneState) -> bool:
    """Whether two lanes draw random numbers that differ, as dropout does.

    JAX draws the same in every mode, from keys; the others draw otherwise in each.
    """
    same = one.framework == other.framework == "jax"
    return bool(one.draws or other.draws) and not same
