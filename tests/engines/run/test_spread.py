"""Spread: quantiles in fixed memory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engines.run.spread import Spread, weighed_quantile

TIMES = arrays(np.float64, st.integers(1, 200), elements=st.floats(1e-6, 1e3))


@settings(max_examples=60, deadline=None)
@given(TIMES, st.sampled_from([0.01, 0.5, 0.9, 0.99, 1.0]))
def test_quantiles_are_within_a_thousandth(times: np.ndarray, q: float) -> None:
    spread = Spread()
    spread.add(times)
    exact = np.quantile(times, q, method="inverted_cdf")
    assert abs(spread.quantile(q) / exact - 1) < 1e-3


def test_a_chunk_weighs_by_its_steps() -> None:
    spread = Spread()
    spread.add(np.array([1e-3, 1e-3, 1e-3, 2e-3]), np.array([1, 1, 1, 10]))
    assert spread.samples == 4
    assert abs(spread.quantile(0.5) / 2e-3 - 1) < 1e-3
    alike = Spread()
    alike.add(np.repeat([1e-3, 2e-3], [3, 10]))
    assert (alike.counts == spread.counts).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(1e-6, 1e3), st.integers(1, 20)), min_size=1, max_size=40))
def test_the_quantile_of_a_few_is_that_of_each_step(told: list[tuple[float, int]]) -> None:
    values, weights = zip(*told, strict=True)
    each = np.repeat(values, weights)
    assert weighed_quantile(values, weights, 0.5) == pytest.approx(np.median(each))
    exact = np.quantile(each, 0.9, method="averaged_inverted_cdf")
    assert weighed_quantile(values, weights, 0.9) == pytest.approx(exact)


@settings(max_examples=60, deadline=None)
@given(TIMES)
def test_the_median_is_what_everybody_calls_so(times: np.ndarray) -> None:
    """Of an even number the middle of the two in the middle, as NumPy, pandas and polars have it."""
    spread = Spread()
    spread.add(times)
    median = spread.median()
    assert median is not None
    assert abs(median / np.median(times) - 1) < 1e-3


@pytest.mark.parametrize(("q", "needed"), [(0.9, 10), (0.99, 100), (0.999, 1000)])
def test_a_percentile_that_would_be_the_largest_sample_is_none(q: float, needed: int) -> None:
    spread = Spread()
    spread.add(np.linspace(1.0, 2.0, needed - 1))
    assert spread.upper_quantile(q) is None
    spread.add(np.array([3.0]))
    told = spread.upper_quantile(q)
    assert told is not None
    assert told < 2.1


def test_without_samples_there_is_no_quantile() -> None:
    assert Spread().quantile(0.5) is None
    assert Spread().median() is None
    assert Spread().upper_quantile(0.9) is None
    counts, edges = Spread().bars(20)
    assert len(counts) == len(edges) == 0


@settings(max_examples=30, deadline=None)
@given(TIMES, st.integers(1, 40))
def test_bars_hold_every_sample(times: np.ndarray, bins: int) -> None:
    spread = Spread()
    spread.add(times)
    counts, edges = spread.bars(bins)
    assert counts.sum() == len(times)
    assert len(counts) <= bins
    assert len(edges) == len(counts) + 1
    assert edges[0] <= times.min() * 1.001
    assert edges[-1] >= times.max() / 1.001
