"""Names of marks and spans: beside their own line, never over one another, and cut with a sign."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from widgets.chart import Curve, Mark, Plot, render


def flat(points: int = 100) -> Curve:
    return Curve(np.arange(float(points)), np.full(points, 0.5), label="a", marker="A")


def rows_of(marks: tuple[Mark, ...], width: int = 80, height: int = 12) -> list[str]:
    plot = Plot(curves=(flat(),), marks=marks, title="loss", unit="step")
    return [strip.text for strip in render(plot, width, height).strips]


def test_a_name_stands_right_of_its_line() -> None:
    assert any("╎T compile" in row for row in rows_of((Mark(40, "T compile"),)))


def test_names_at_one_place_stand_over_one_another() -> None:
    rows = rows_of((Mark(40, "first"), Mark(40, "second"), Mark(40, "third")))
    found = [
        at for name in ("first", "second", "third") for at, row in enumerate(rows) if name in row
    ]
    assert len(set(found)) == 3


def test_a_name_near_the_edge_stands_left_of_its_line() -> None:
    assert any("nearly over╎" in row for row in rows_of((Mark(96, "nearly over"),)))


def test_a_name_that_does_not_fit_is_cut_with_a_sign_beside_its_own_line() -> None:
    marks = (Mark(60, "T compile"), Mark(70, "a longer note that a person wrote"))
    rows = rows_of(marks, width=60)
    assert any("╎a longer" in row and "…" in row for row in rows)


texts = st.text("ab日 …", max_size=30)


@given(st.lists(st.tuples(st.floats(-10, 120), texts), max_size=8), st.integers(1, 90),
       st.integers(1, 20))  # fmt: skip
def test_any_names_fit_any_size(marks: list[tuple[float, str]], width: int, height: int) -> None:
    plot = Plot(curves=(flat(),), marks=tuple(Mark(x, text) for x, text in marks), title="loss")
    strips = render(plot, width, height).strips
    assert [strip.cell_length for strip in strips] == [width] * height
