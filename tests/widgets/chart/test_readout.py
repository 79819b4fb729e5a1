from __future__ import annotations

import math

import numpy as np
import pytest

from widgets.chart import Curve, debiased_ema, nearest_index, read


def test_it_reads_the_nearest_point_of_each_curve() -> None:
    x = np.array([0.0, 10.0, 20.0])
    one = Curve(x, np.array([1.0, 2.0, 3.0]), label="torch", marker="T", accent=2)
    other = Curve(x + 1, np.array([4.0, 5.0, 6.0]), np.array([3.0, 4.0, 5.0]), x, label="jax")
    first, second = read((one, other), 14.0, smoothing=0.5)
    assert (first.label, first.marker, first.accent) == ("torch", "T", 2)
    assert (first.x, first.value) == (10.0, 2.0)
    assert first.smoothed == pytest.approx(debiased_ema(one.y, 0.5)[1])
    assert (second.x, second.value) == (11.0, 5.0)


def test_without_a_cursor_it_reads_the_last_point() -> None:
    (reading,) = read((Curve(np.arange(5.0), np.arange(5.0)),), None)
    assert (reading.x, reading.value, reading.smoothed) == (4.0, 4.0, 4.0)


def test_without_a_cursor_the_last_sample_is_read_not_the_mean_that_holds_it() -> None:
    curve = Curve(np.arange(5.0), np.arange(5.0), newest=3.5)
    assert read((curve,), None)[0].value == 3.5
    assert read((curve,), 4.0)[0].value == 4.0


def test_where_a_curve_does_not_reach_there_is_nothing_to_read() -> None:
    curve = Curve(np.arange(5.0), np.arange(5.0))
    assert nearest_index(curve, 4.9) == 4
    assert nearest_index(curve, 50.0) is None
    assert nearest_index(curve, math.nan) is None
    (reading,) = read((curve,), 50.0)
    assert math.isnan(reading.value)
    assert reading.x == 50.0


def test_an_empty_curve_reads_as_nothing() -> None:
    (reading,) = read((Curve(np.empty(0), np.empty(0)),), None)
    assert math.isnan(reading.value)


def test_arrays_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ValueError, match="3 values for 2"):
        Curve(np.arange(2.0), np.arange(3.0))
    with pytest.raises(ValueError, match="one-dimensional"):
        Curve(np.ones((2, 2)), np.ones((2, 2)))
