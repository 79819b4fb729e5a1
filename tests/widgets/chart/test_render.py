from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.color import Color

from widgets.chart import Curve, Look, Mark, Plot, Reference, Span, View, render

from .drawing import ANY_FLOAT, any_curves, assert_size, decaying, texts

BRAILLE = range(0x2801, 0x2900)


@settings(max_examples=120, deadline=None)
@given(
    curves=st.lists(any_curves(), max_size=3),
    width=st.integers(0, 60),
    height=st.integers(0, 16),
    log_x=st.booleans(),
    log_y=st.booleans(),
    smoothing=st.sampled_from([0.0, 0.5, 0.99]),
    compact=st.booleans(),
    cursor=st.none() | ANY_FLOAT,
    notes=st.lists(st.tuples(ANY_FLOAT, ANY_FLOAT, st.text(max_size=8)), max_size=2),
    x_range=st.none() | st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)),
)
def test_any_data_at_any_size_fills_exactly_the_cells_asked_for(
    curves: list[Curve],
    width: int,
    height: int,
    log_x: bool,
    log_y: bool,
    smoothing: float,
    compact: bool,
    cursor: float | None,
    notes: list[tuple[float, float, str]],
    x_range: tuple[float, float] | None,
) -> None:
    plot = Plot(
        tuple(curves),
        spans=tuple(Span(start, end, text) for start, end, text in notes),
        marks=tuple(Mark(at, text) for at, _, text in notes),
        references=tuple(Reference(at, text) for at, _, text in notes),
        title="loss",
        unit="step",
        empty="waiting for the first step",
        smoothing=smoothing,
        view=View(x_range=x_range, log_x=log_x, log_y=log_y),
        cursor=cursor,
        compact=compact,
        front=7,
    )
    assert_size(render(plot, width, height).strips, width, height)


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 5), (23, 6), (24, 5), (24, 6), (200, 1)])
def test_small_sizes_draw_something(size: tuple[int, int]) -> None:
    width, height = size
    strips = render(Plot((decaying(500),), title="loss", unit="step"), width, height).strips
    assert_size(strips, width, height)
    assert any(row.strip() for row in texts(strips))


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(2, 3000),
    where=st.floats(0, 1, exclude_max=True),
    smoothing=st.sampled_from([0.0, 0.9]),
)
def test_a_spike_of_one_point_is_seen(count: int, where: float, smoothing: float) -> None:
    y = np.ones(count)
    y[int(where * count)] = 100.0
    curve = Curve(np.arange(count, dtype=np.float64), y)
    picture = render(Plot((curve,), compact=True, smoothing=smoothing), 15, 6)
    assert any(ord(cell) in BRAILLE for cell in texts(picture.strips)[0])


def test_a_spike_hidden_in_a_bucket_is_seen() -> None:
    x = np.arange(50.0)
    high = np.ones(50)
    high[20] = 9.0
    rows = texts(
        render(Plot((Curve(x, np.ones(50), np.ones(50), high),), compact=True), 15, 6).strips
    )
    assert any(ord(cell) in BRAILLE for cell in rows[0])


def test_nan_is_a_gap_with_a_mark_at_the_top_where_it_begins() -> None:
    y = np.ones(100)
    y[40:60] = np.nan
    rows = texts(render(Plot((Curve(np.arange(100.0), y),), compact=True), 50, 5).strips)
    assert rows[0].count("✕") == 1
    assert 18 <= rows[0].index("✕") <= 21
    middle = "".join(row[23:28] for row in rows)
    assert not middle.strip()


def test_minus_infinity_is_marked_at_the_bottom() -> None:
    y = np.array([1.0, 2.0, -math.inf, 2.0])
    rows = texts(render(Plot((Curve(np.arange(4.0), y),), compact=True), 20, 5).strips)
    assert "✕" in rows[-1]
    assert "✕" not in rows[0]


def test_values_without_a_logarithm_are_gaps_but_no_divergence() -> None:
    y = np.array([1.0, 0.0, -3.0, 10.0])
    plot = Plot((Curve(np.arange(4.0), y),), title="loss", view=View(log_y=True))
    rows = texts(render(plot, 60, 15).strips)
    assert "✕" not in "".join(rows)
    ticks = [float(number) for row in rows[1:-1] if (number := row[:6].strip())]
    assert len(ticks) > 1
    assert min(ticks) > 0


def test_two_log_ticks_are_written_as_three_are() -> None:
    curve = Curve(np.arange(100.0), np.geomspace(2, 0.01, 100))
    plot = Plot(curves=(curve,), view=View(log_y=True))
    numbers = [row[:6].strip() for row in texts(render(plot, 60, 7).strips)[1:]]
    assert [number for number in numbers if number] == ["1", "0.01"]


def test_log_ticks_name_real_values() -> None:
    plot = Plot((Curve(np.arange(4.0), 10.0 ** -np.arange(4.0)),), view=View(log_y=True))
    labels = {row[:6].strip() for row in texts(render(plot, 60, 24).strips)}
    assert {"1", "0.1", "0.01", "0.001"} <= labels


def test_the_plot_stays_where_it_is_while_numbers_grow() -> None:
    layouts = set()
    for scale in (1e-9, 1.0, 123456.0, 1e30):
        curve = Curve(np.arange(10.0), np.linspace(0, 1, 10) * scale, label="torch", marker="T")
        picture = render(Plot((curve,), title="loss", unit="step"), 80, 24)
        layouts.add(picture.layout)
    assert len(layouts) == 1


def test_an_empty_chart_says_so_once_and_in_the_middle() -> None:
    rows = texts(render(Plot(title="loss", empty="waiting for the first step"), 60, 11).strips)
    assert sum("waiting for the first step" in row for row in rows) == 1
    said = next(row for row in rows if "waiting" in row)
    left, right = len(said) - len(said.lstrip()), len(said) - len(said.rstrip())
    assert abs(left - right) <= 1


def test_only_nan_is_drawn_as_divergence_not_as_empty() -> None:
    curve = Curve(np.arange(3.0), np.full(3, np.nan))
    rows = "".join(texts(render(Plot((curve,), empty="nothing"), 40, 10).strips))
    assert "✕" in rows
    assert "nothing" not in rows


def test_the_letter_stands_at_the_right_end_and_in_the_legend() -> None:
    rows = texts(render(Plot((decaying(100),), title="loss", unit="step"), 80, 20).strips)
    assert "T torch" in rows[0]
    assert any(row.rstrip().endswith("T") for row in rows[1:])


def test_letters_that_meet_stand_side_by_side() -> None:
    curves = tuple(decaying(100, label=name, marker=name[0]) for name in ("A", "B", "C"))
    rows = texts(render(Plot(curves, title="loss", unit="step"), 80, 20).strips)
    assert any(row.rstrip().endswith("ACB") or row.rstrip().endswith("ABC") for row in rows)


def test_the_letters_of_six_lanes_all_fit() -> None:
    curves = tuple(decaying(50, marker=letter) for letter in "TCKXJE")
    rows = texts(render(Plot(curves=curves, title="loss"), 80, 12).strips)
    assert any("TCKXJE" in row for row in rows)


def test_numbers_stand_beside_the_names_they_belong_to_and_keep_their_width() -> None:
    short = Curve(np.arange(2.0), np.array([0.5, 0.25]), label="torch", marker="T")
    long = Curve(np.arange(2.0), np.array([0.5, 1.234e-5]), label="torch", marker="T")
    none = Curve(np.empty(0), np.empty(0), label="jax", marker="J")
    for smoothing in (0.0, 0.6):
        heads = [
            texts(
                render(Plot(curves=(one, none), title="loss", smoothing=smoothing), 80, 12).strips
            )[0]
            for one in (short, long)
        ]
        assert "T torch 0.2500" in heads[0]
        assert "T torch 1.23e-5" in heads[1]
        assert heads[0].index("J jax n/a") == heads[1].index("J jax n/a")
        assert "~n/a" not in heads[0]


@pytest.mark.parametrize("width", [40, 57, 80, 120, 200])
@pytest.mark.parametrize("last", [9, 38.6, 150, 400, 2500])
def test_each_tick_of_x_has_its_number_and_there_are_two_at_least(width: int, last: float) -> None:
    curve = Curve(np.linspace(0.1, last, 50), np.linspace(1.0, 2.0, 50))
    *_, axis, numbers = texts(render(Plot(curves=(curve,), unit="wall time, s"), width, 12).strips)
    words = numbers.replace("wall time, s", "").split()
    assert len(words) == axis.count("┬") >= 2


def test_a_bare_chart_has_axes_and_nothing_over_them() -> None:
    plot = Plot(curves=(decaying(50),), title="loss", unit="step", bare=True)
    rows = texts(render(plot, 40, 10).strips)
    assert "loss" not in "".join(rows)
    assert "torch" not in "".join(rows)
    assert "step" in rows[-1]


def test_the_front_curve_is_drawn_over_the_others() -> None:
    curves = tuple(
        Curve(np.arange(10.0), np.ones(10), accent=accent) for accent in ("#ff0000", "#00ff00")
    )
    # Equal curves are a braid until one of them is brought to the front.
    for front, expected in ((0, {(255, 0, 0), (0, 255, 0)}), (1, {(0, 255, 0)})):
        strips = render(Plot(curves, compact=True, front=front), 10, 3).strips
        inks = {
            Color.from_rich_color(segment.style.color).rgb
            for strip in strips
            for segment in strip
            if segment.style and any(ord(cell) in BRAILLE for cell in segment.text)
        }
        assert inks == expected


def test_spans_marks_and_references_show_their_labels() -> None:
    plot = Plot(
        (decaying(100),),
        spans=(Span(20, 30, "compile"),),
        marks=(Mark(60, "eager → graph"),),
        references=(Reference(1.5, "baseline"),),
        title="loss",
        unit="lane seconds",
        status="live",
    )
    drawn = "\n".join(texts(render(plot, 100, 24).strips))
    for word in ("compile", "eager → graph", "baseline", "lane seconds", "live", "━", "╎", "╌"):
        assert word in drawn


def test_a_span_before_the_first_point_is_in_sight() -> None:
    curve = Curve(np.arange(12.0, 20.0), np.arange(8.0))
    picture = render(Plot((curve,), spans=(Span(0, 11, "compile"),)), 80, 20)
    assert picture.full == (0, 19)
    assert "compile" in "".join(texts(picture.strips))


def test_wide_and_control_characters_keep_every_strip_in_width() -> None:
    curve = Curve(np.arange(9.0), np.arange(9.0), label="学習\x1b[31m\n", marker="火")
    plot = Plot((curve,), marks=(Mark(4, "模式"),), title="損失", status="全", cursor=4.0)
    for width in range(1, 70, 3):
        assert_size(render(plot, width, 12).strips, width, 12)


def test_the_pointer_finds_its_way_back_to_data() -> None:
    picture = render(Plot((decaying(1000),), title="loss"), 100, 20)
    area = picture.layout.plot
    xs = [picture.x_at(column) for column in range(area.x, area.x + area.width)]
    assert xs == sorted(xs)
    assert xs[0] >= 0
    assert xs[-1] <= 999
    assert picture.x_at(-50) == 0
    assert picture.x_at(500) == 999


def test_a_light_paper_gets_darker_accents() -> None:
    light, dark = Look(paper=Color(255, 255, 255)), Look()
    assert light.accent(0).brightness < dark.accent(0).brightness
