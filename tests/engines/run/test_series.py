"""Series: bounded memory that loses no spike."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engines.run.series import Series

VALUES = arrays(
    np.float64,
    st.integers(1, 300),
    elements=st.floats(-1e6, 1e6) | st.just(np.nan) | st.just(np.inf),
)


def filled(values: np.ndarray, capacity: int, cuts: list[int]) -> Series:
    series = Series(capacity)
    steps = np.arange(1, len(values) + 1, dtype=np.float64)
    for part in np.split(np.arange(len(values)), sorted(cut % (len(values) + 1) for cut in cuts)):
        series.append(steps[part], steps[part] / 10, steps[part] / 5, values[part])
    return series


@settings(max_examples=60, deadline=None)
@given(VALUES, st.lists(st.integers(0, 300), max_size=6))
def test_how_values_arrive_does_not_matter(values: np.ndarray, cuts: list[int]) -> None:
    whole, parts = filled(values, 16, []), filled(values, 16, cuts)
    np.testing.assert_array_equal(np.hstack([*whole.head]), np.hstack([*parts.head]))
    for axis in ("step", "lane", "wall"):
        np.testing.assert_array_equal(whole.x(axis), parts.x(axis))
    np.testing.assert_array_equal(whole.low, parts.low)
    np.testing.assert_array_equal(whole.high, parts.high)
    np.testing.assert_array_equal(whole.mean, parts.mean)


@settings(max_examples=60, deadline=None)
@given(VALUES, st.lists(st.integers(0, 300), max_size=6))
def test_looking_does_not_matter(values: np.ndarray, cuts: list[int]) -> None:
    looked_at = Series(16)
    steps = np.arange(1, len(values) + 1, dtype=np.float64)
    for part in np.split(np.arange(len(values)), sorted(cut % (len(values) + 1) for cut in cuts)):
        looked_at.append(steps[part], steps[part] / 10, steps[part] / 5, values[part])
        assert looked_at.bad == np.count_nonzero(~np.isfinite(values[: looked_at.count]))
        assert len(looked_at) == len(looked_at.low) == -(-looked_at.count // looked_at.width)
    whole = filled(values, 16, [])
    np.testing.assert_array_equal(whole.closed(0), looked_at.closed(0))
    np.testing.assert_array_equal(whole.head.newest, looked_at.head.newest)


def test_buckets_are_what_their_values_say() -> None:
    values = np.random.default_rng(0).normal(size=5000)
    values[::7] = np.nan
    series = filled(values, 16, [1, 17, 18, 3000])
    assert series.width == 512
    for number in range(len(series)):
        part = values[number * 512 : (number + 1) * 512]
        assert series.low[number] == np.nanmin(part)
        assert series.high[number] == np.nanmax(part)
        assert series.mean[number] == pytest.approx(np.nanmean(part), rel=1e-12)
        assert series.x("step")[number] == min((number + 1) * 512, 5000)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_extremes_and_total_are_kept(values: np.ndarray) -> None:
    series = filled(values, 16, [])
    finite = values[np.isfinite(values)]
    assert len(series) <= 16
    assert series.count == len(values)
    assert series.bad == len(values) - len(finite)
    if len(finite):
        assert np.nanmin(series.low) == finite.min()
        assert np.nanmax(series.high) == finite.max()
    assert series.x("step")[-1] == len(values)
    assert np.all(np.diff(series.x("step")) > 0)


def test_a_bucket_of_nothing_finite_is_a_gap() -> None:
    series = filled(np.array([1.0, np.nan, 2.0]), 16, [])
    assert np.isnan(series.mean[1])
    assert np.isnan(series.low[1])


def test_memory_does_not_grow_with_the_run() -> None:
    series = Series(2048)
    chunk = np.arange(100_000, dtype=np.float64)
    for start in range(50):
        steps = chunk + start * len(chunk)
        series.append(steps, steps, steps, steps)
    assert series.count == 5_000_000
    assert len(series) <= 2048
    assert series.low[0] == 0
    assert series.high[-1] == 4_999_999


def test_values_that_come_one_by_one_wait_in_little_memory() -> None:
    series = Series(2048)
    tracemalloc.start()
    try:
        for step in range(1, 2048):
            series.append([step], [step / 10], [step / 5], [step * 1000])
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 250_000, "a Series itself has 115 kB"
    assert len(series) == 2047


def test_odd_capacities_are_refused() -> None:
    with pytest.raises(ValueError, match="even"):
        Series(3)
