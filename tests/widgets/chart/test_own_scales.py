"""A y-scale a curve: over one another on one x axis, each with its own values, and it says so."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.chart import Curve, Mark, Plot, View, render


def curves(*tops: float) -> tuple[Curve, ...]:
    x = np.arange(50.0)
    return tuple(
        Curve(x, np.linspace(top, top / 2, 50), label=f"l{at}", marker="ABCDEF"[at], accent=at)
        for at, top in enumerate(tops)
    )


def text_of(plot: Plot, width: int = 80, height: int = 16) -> list[str]:
    return [strip.text for strip in render(plot, width, height).strips]


def ticks(rows: list[str]) -> list[float]:
    return [float(row[:7]) for row in rows[1:-2] if row[:7].strip()]


def test_each_curve_has_its_own_values_at_the_axis() -> None:
    one = ticks(text_of(Plot(curves(1.0, 50.0), title="loss")))
    own = ticks(text_of(Plot(curves(1.0, 50.0), title="loss", own_y=True)))
    assert one == sorted(one, reverse=True)
    assert max(own[: len(own) // 2]) <= 1.0 < 20 <= min(own[len(own) // 2 :])


def test_the_label_says_which() -> None:
    assert "one y-scale · all" in text_of(Plot(curves(1, 2), title="loss"))[0]
    assert "own y-scales · all" in text_of(Plot(curves(1, 2), title="loss", own_y=True))[0]
    assert "y-scale" not in text_of(Plot(curves(1), title="loss", own_y=True))[0]


def test_a_mark_of_one_lane_stands_in_its_rows_and_one_of_all_in_each() -> None:
    marks = (Mark(20, "B eager", 1), Mark(40, "note"))
    rows = text_of(Plot(curves(1, 50), title="loss", own_y=True, marks=marks), height=18)
    named = next(at for at, row in enumerate(rows) if "B eager" in row)
    assert named >= len(rows) // 2 - 1
    assert sum("note" in row for row in rows) == 1
    assert rows[2].count("╎") == 1


@pytest.mark.parametrize(("count", "height", "own"), [(3, 6, False), (3, 9, True), (6, 11, False)])
def test_too_few_rows_keep_one_scale(count: int, height: int, own: bool) -> None:
    plot = Plot(curves(*range(1, count + 1)), title="loss", own_y=True)
    assert render(plot, 80, height).own_y is own


@given(st.integers(1, 6), st.integers(1, 100), st.integers(1, 30), st.booleans(), st.booleans())
def test_it_fits_any_size(count: int, width: int, height: int, log: bool, cursor: bool) -> None:
    plot = Plot(
        curves(*range(1, count + 1)), title="loss", own_y=True, view=View(log_y=log),
        cursor=20.0 if cursor else None,
    )  # fmt: skip
    strips = render(plot, width, height).strips
    assert [strip.cell_length for strip in strips] == [width] * height
