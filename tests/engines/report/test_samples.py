"""Clean samples in bounded memory."""

from __future__ import annotations

import numpy as np
import pytest

from engines.report.samples import Samples


def filled(count: int, part: int, limit: int = 64) -> Samples:
    samples = Samples("a lane", limit)
    values = np.arange(count, dtype=np.float64)
    for begin in range(0, count, part):
        samples.add(values[begin : begin + part])
    return samples


def test_all_are_kept_up_to_the_limit() -> None:
    assert filled(64, 7).values.tolist() == list(range(64))


@pytest.mark.parametrize("part", [1, 7, 64, 1000])
def test_beyond_the_limit_one_of_each_run_of_neighbours_is_kept_in_order(part: int) -> None:
    samples = filled(1000, part)
    assert samples.seen == 1000
    assert samples.width == 16
    assert 1000 // 16 <= len(samples.values) <= 63
    groups = samples.values // 16
    assert groups.tolist() == list(range(len(groups)))


def test_each_kept_value_has_its_own_steps() -> None:
    samples = Samples("a lane", 64)
    values = np.arange(1000, dtype=np.float64)
    for begin in range(0, 1000, 30):
        part = values[begin : begin + 30]
        samples.add(part, part.astype(np.int64) + 5)
    assert (samples.steps == samples.values + 5).all()


def test_no_part_of_a_group_is_preferred() -> None:
    offsets = filled(64 * 256, 100, limit=64).values % 256
    assert 80 < offsets.mean() < 176


def test_the_same_values_give_the_same_choice() -> None:
    assert filled(5000, 30).values.tolist() == filled(5000, 30).values.tolist()
