from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.chart import View, pan, shown_range, zoom

FULL = (0.0, 1000.0)


@settings(max_examples=100, deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["zoom", "pan"]), st.floats(0.1, 10), st.floats(0, 1000)),
        max_size=12,
    ),
    log_x=st.booleans(),
)
def test_no_move_leaves_the_data(moves: list[tuple[str, float, float]], log_x: bool) -> None:
    full = (1.0, 1000.0)
    view = View(log_x=log_x)
    for kind, amount, around in moves:
        view = zoom(view, amount, around, full) if kind == "zoom" else pan(view, amount - 5, full)
        low, high = shown_range(view, full)
        assert low < high
        assert low >= full[0] - 1e-6
        assert high <= full[1] + 1e-6


def test_zooming_keeps_the_place_under_the_pointer() -> None:
    view = zoom(View(), 2.0, 250.0, FULL)
    assert view.x_range == (125.0, 625.0)
    assert view.status == "frozen"


def test_zooming_out_ends_at_all_of_the_data() -> None:
    view = zoom(zoom(View(), 2.0, 250.0, FULL), 0.1, 250.0, FULL)
    assert view == View()
    assert view.status == "all"


def test_a_window_at_the_newest_point_follows_it() -> None:
    view = zoom(View(), 2.0, 1000.0, FULL)
    assert view.status == "live"
    assert shown_range(view, (0.0, 1500.0)) == (1000.0, 1500.0)


def test_panning_stops_at_both_ends() -> None:
    view = View(x_range=(100.0, 300.0))
    assert pan(view, 0.5, FULL).x_range == (200.0, 400.0)
    assert pan(view, -5, FULL).x_range == (0.0, 200.0)
    right = pan(view, 50, FULL)
    assert right.x_range == (800.0, 1000.0)
    assert right.status == "live"
    assert pan(right, -0.1, FULL).status == "frozen"


def test_all_of_the_data_cannot_be_panned() -> None:
    assert pan(View(), 0.3, FULL) == View()


def test_a_logarithmic_zoom_keeps_its_place_too() -> None:
    view = zoom(View(log_x=True), 2.0, 10.0, (1.0, 100.0))
    assert view.x_range == pytest.approx((10**0.5, 10**1.5))


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan")])
def test_a_factor_that_is_no_magnification_is_refused(factor: float) -> None:
    with pytest.raises(ValueError, match="factor"):
        zoom(View(), factor, 1.0, FULL)


def test_zooming_in_for_ever_stops() -> None:
    view = View()
    for _ in range(200):
        view = zoom(view, 3.0, 500.0, FULL)
    low, high = shown_range(view, FULL)
    assert low < high
