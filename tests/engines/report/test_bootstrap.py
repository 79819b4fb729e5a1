"""How well a median is known."""

from __future__ import annotations

import numpy as np
import pytest

from engines.report.bootstrap import (
    FEWEST,
    block_length,
    interval,
    ratio_interval,
    resampled_medians,
)


def test_the_interval_holds_the_true_median_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(1)
    held = 0
    for trial in range(150):
        within = interval(resampled_medians(random.lognormal(0, 0.3, 120), str(trial), 0, 400))
        assert within is not None
        held += within.low <= 1.0 <= within.high
    assert 0.86 <= held / 150 <= 1.0


def test_neighbours_that_are_alike_make_the_interval_wider() -> None:
    random = np.random.default_rng(2)
    drifting = np.repeat(random.lognormal(0, 0.3, 40), 25)
    mixed = random.permutation(drifting)
    wide = interval(resampled_medians(drifting, "x", turns=40))
    narrow = interval(resampled_medians(mixed, "x", turns=0))
    assert wide is not None
    assert narrow is not None
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_the_same_samples_give_the_same_interval() -> None:
    samples = np.random.default_rng(3).lognormal(0, 0.3, 50)
    first, second = resampled_medians(samples, "a"), resampled_medians(samples, "a")
    assert first is not None
    assert second is not None
    assert first.tolist() == second.tolist()


def test_a_chunk_weighs_by_its_steps() -> None:
    samples = np.repeat([1.0, 2.0], [40, 10])
    steps = np.repeat([1.0, 10.0], [40, 10])
    alike = resampled_medians(samples, "a")
    weighed = resampled_medians(samples, "a", steps=steps)
    assert alike is not None
    assert weighed is not None
    assert (np.median(alike), np.median(weighed)) == (1.0, 2.0)
    same = resampled_medians(samples, "a", steps=np.full(50, 10.0))
    assert same is not None
    assert same.tolist() == alike.tolist()


def test_too_few_samples_have_no_interval() -> None:
    assert interval(resampled_medians(np.ones(FEWEST - 1), "x")) is None
    assert ratio_interval(None, np.ones(3)) is None


def test_it_is_an_interval_of_the_median_that_is_shown() -> None:
    """With two values only, one half each, most resamples lie between them."""
    medians = resampled_medians(np.repeat([1.0, 3.0], 20), "x")
    assert medians is not None
    assert 2.0 in medians


def test_equal_samples_have_an_interval_of_no_width() -> None:
    within = interval(resampled_medians(np.full(50, 2.0), "x"))
    assert within is not None
    assert (within.low, within.high) == (2.0, 2.0)


@pytest.mark.parametrize(
    ("samples", "turns", "length"),
    [(1000, 40, 25), (1000, 1, 83), (1000, 500, 10), (17, 2, 3)],
)
def test_a_block_is_as_long_as_a_turn_if_there_are_blocks_enough(
    samples: int, turns: int, length: int
) -> None:
    assert block_length(samples, turns) == length
