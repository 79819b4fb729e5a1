from __future__ import annotations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.widgets.chart.drawing import texts
from widgets.chart import Curve, Plot, make_scale, number_text, render
from widgets.chart.ticks import TICK_WIDTH, round_outward, tick_texts, ticks

ENDS = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=150, deadline=None)
@given(one=ENDS, other=ENDS, log=st.booleans(), count=st.integers(1, 12))
@example(one=0.0, other=5e-324, log=False, count=4)
@example(one=-1.7e308, other=1.7e308, log=False, count=4)
@example(one=1.0, other=1.0, log=True, count=4)
def test_ticks_grow_along_the_axis_and_lie_inside(
    one: float, other: float, log: bool, count: int
) -> None:
    scale = make_scale(one, other, log=log)
    for shown in (scale, round_outward(scale, count)):
        values = ticks(shown, count)
        assert (np.diff(values) > 0).all()
        assert (values >= shown.low).all()
        assert (values <= shown.high).all()
        assert all(len(text) <= TICK_WIDTH for text in tick_texts(values))
        units = shown.to_unit(values)
        assert (np.diff(units) >= 0).all()


@settings(max_examples=100, deadline=None)
@given(one=ENDS, other=ENDS, log=st.booleans())
def test_rounding_outward_keeps_everything_inside(one: float, other: float, log: bool) -> None:
    scale = make_scale(one, other, log=log)
    wider = round_outward(scale, 5)
    assert wider.low <= scale.low
    assert wider.high >= scale.high


@settings(max_examples=100, deadline=None)
@given(
    low=st.floats(1e-6, 1e6),
    width=st.floats(1e-3, 1e6),
    unit=st.floats(0, 1),
    log=st.booleans(),
)
def test_a_scale_maps_back_to_where_it_came_from(
    low: float, width: float, unit: float, log: bool
) -> None:
    scale = make_scale(low, low + width, log=log)
    assert abs(scale.unit(scale.value(unit)) - unit) < 1e-4


@settings(max_examples=200, deadline=None)
@given(value=st.floats(), width=st.integers(6, 12), trim=st.booleans())
def test_a_number_never_outgrows_its_cells(value: float, width: int, trim: bool) -> None:
    assert 0 < len(number_text(value, width, trim=trim)) <= width


def test_numbers_read_as_people_write_them() -> None:
    written = [number_text(v) for v in (0.0, 0.5231, 12.346, 1500.0, 123456.0, 2e-5, 3.4e6)]
    assert written == ["0", "0.5231", "12.35", "1500", "123.5k", "2e-5", "3.4M"]
    assert number_text(float("nan")) == "n/a"
    assert number_text(0.5, trim=False) == "0.5000"


def test_tick_texts_have_one_precision() -> None:
    assert tick_texts(np.array([0.0, 0.5, 1.0, 1.5])) == ["0", "0.5", "1.0", "1.5"]
    assert tick_texts(np.array([0.0, 20e3, 40e3])) == ["0", "20k", "40k"]
    assert tick_texts(np.array([0.001, 0.01, 0.1, 1.0])) == ["0.001", "0.01", "0.1", "1"]
    assert tick_texts(np.array([0.001, 1.0])) == ["0.001", "1.00"]
    assert tick_texts(np.array([-1.0, 1e-17, 1.0])) == ["-1", "0", "1"]


def test_ticks_too_close_for_their_cells_are_still_told_apart() -> None:
    texts = tick_texts(np.array([1.0000001, 1.0000002, 1.0000003]))
    assert len(set(texts)) == 3


def test_steps_are_whole_numbers_on_the_axis_and_at_the_cursor() -> None:
    one = Curve(np.array([1.0]), np.array([2.3]))
    plot = Plot((one,), title="loss", unit="step", cursor=0.9938)
    axis = texts(render(plot, 80, 14).strips)[-1]
    assert "." not in axis
    assert " 1 " in axis
    seconds = texts(render(Plot((one,), title="loss", unit="wall time, s"), 80, 14).strips)[-1]
    assert "." in seconds


@settings(max_examples=40, deadline=None)
@given(at=st.floats(0, 1000))
def test_nothing_is_left_of_a_tick_beside_the_cursors_number(at: float) -> None:
    x = np.arange(0.0, 1001.0)
    curve = Curve(x, np.ones(len(x)))
    before = texts(render(Plot((curve,), unit="step"), 80, 14).strips)[-1].split()
    after = texts(render(Plot((curve,), unit="step", cursor=at), 80, 14).strips)[-1].split()
    assert set(after) <= {*before, f"{round(at):,}", str(round(at))}
