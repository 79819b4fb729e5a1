"""Parity: the difference to the reference lane at the same step, whoever is ahead."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.run import parity
from engines.run.parity import Difference, RecentLosses


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=30))
def test_only_equal_steps_are_compared(moves: list[tuple[bool, int]]) -> None:
    reference, lane, difference = RecentLosses(), RecentLosses(), Difference()
    for ahead, count in moves:
        losses = reference if ahead else lane
        offset = 0.0 if ahead else 0.25
        losses.append(np.arange(losses.end, losses.end + count) + offset)
        difference.update(reference, lane, 0.0, 0.0)
    both = min(reference.end, lane.end)
    assert difference.compared == difference.steps == both
    assert difference.largest == (0.25 if both else None)


def test_the_step_of_the_largest_difference_is_known() -> None:
    reference, lane, difference = RecentLosses(), RecentLosses(), Difference()
    reference.append(np.zeros(5))
    lane.append(np.array([0, 0.1, -0.4, 0.2, np.nan]))
    difference.update(reference, lane, 0.0, 0.0)
    assert (difference.largest, difference.at_step, difference.steps) == (0.4, 3, 4)


def test_what_is_no_longer_known_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parity, "WINDOW", 1024)
    reference, lane, difference = RecentLosses(), RecentLosses(), Difference()
    reference.append(np.zeros(5000))
    assert reference.start == 5000 - 1024 + 1
    lane.append(np.ones(100))
    difference.update(reference, lane, 0.0, 0.0)
    assert difference.largest is None
    lane.append(np.ones(4000))
    difference.update(reference, lane, 0.0, 0.0)
    assert difference.largest == 1
    assert difference.steps == 4100 - reference.start + 1


def test_growing_keeps_what_was_there() -> None:
    losses = RecentLosses()
    for start in range(0, 9000, 700):
        losses.append(np.arange(start, start + 700, dtype=np.float64))
    np.testing.assert_array_equal(losses.between(1, losses.end), np.arange(losses.end))
