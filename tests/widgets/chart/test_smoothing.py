from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.chart import Curve, debiased_ema, smooth


def slow_ema(values: list[float], beta: float) -> list[float]:
    """The definition, one value at a time."""
    average, weight, smoothed = 0.0, 1.0, []
    for value in values:
        if not np.isfinite(value):
            smoothed.append(np.nan)
            continue
        average = beta * average + (1 - beta) * value
        weight *= beta
        smoothed.append(average / (1 - weight))
    return smoothed


@settings(max_examples=80, deadline=None)
@given(
    values=st.lists(
        st.floats(-1e6, 1e6) | st.sampled_from([np.nan, np.inf, -np.inf]), max_size=300
    ),
    beta=st.sampled_from([0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999]),
)
def test_it_is_the_average_of_the_definition(values: list[float], beta: float) -> None:
    smoothed = debiased_ema(np.array(values, dtype=np.float64), beta)
    np.testing.assert_allclose(smoothed, slow_ema(values, beta), rtol=1e-7, atol=1e-6)


def test_a_constant_stays_itself_from_the_first_point_on() -> None:
    np.testing.assert_allclose(debiased_ema(np.full(10_000, 3.0), 0.999), 3.0, rtol=1e-12)


def test_the_first_value_is_not_drawn_towards_zero() -> None:
    assert debiased_ema(np.array([5.0, 5.0]), 0.99)[0] == pytest.approx(5.0)


def test_no_smoothing_gives_the_values_themselves() -> None:
    values = np.array([1.0, np.nan, 2.0])
    assert debiased_ema(values, 0.0) is values


@pytest.mark.parametrize("beta", [-0.1, 1.0, 2.0, float("nan")])
def test_a_beta_outside_its_range_is_refused(beta: float) -> None:
    with pytest.raises(ValueError, match="beta"):
        debiased_ema(np.ones(3), beta)


def test_a_bucket_of_many_samples_decays_as_many_times() -> None:
    y = np.array([0.0, 1.0, 1.0, 1.0])
    bucketed = Curve(np.arange(4.0), y, points_per_value=10)
    smoothed = smooth(bucketed, 0.9)
    np.testing.assert_allclose(smoothed, debiased_ema(y, 0.9**10))
