"""Curves that lie on one another are all seen: each gives the cells its colour in turn."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from textual.color import Color

from widgets.chart import Curve, Plot, render
from widgets.chart.layers import STRAND, braid

X = np.arange(300.0)
Y = 1 + np.exp(-X / 80)
INKS = {"#ff0000": (255, 0, 0), "#00ff00": (0, 255, 0), "#ffff00": (255, 255, 0)}


def colours(*ys: NDArray[np.float64], front: int = 0) -> Counter[tuple[int, int, int]]:
    """How many cells have each colour."""
    curves = tuple(Curve(X, y, accent=ink) for y, ink in zip(ys, INKS, strict=False))
    found: Counter[tuple[int, int, int]] = Counter()
    for strip in render(Plot(curves, compact=True, front=front), 60, 8).strips:
        for segment in strip:
            if segment.style and segment.style.color and segment.text.strip(" ⠀"):
                ink = Color.from_rich_color(segment.style.color).rgb
                # A band is fainter than its line.
                found[ink] += len(segment.text) if ink in INKS.values() else 0
    return +found


def test_equal_curves_are_a_braid() -> None:
    found = colours(Y, Y.copy(), Y + 1e-7)
    assert len(found) == 3
    assert max(found.values()) - min(found.values()) <= 3 * STRAND


def test_only_where_they_are_equal() -> None:
    apart = np.where(X < 150, Y, Y + 1)
    alone = colours(Y, apart, front=0)
    assert len(alone) == 2
    # Where they differ, each has the cells that it goes through.
    assert alone[255, 0, 0] > 30
    assert alone[0, 255, 0] > 30


@pytest.mark.parametrize(("front", "ink"), [(1, (0, 255, 0)), (2, (255, 255, 0))])
def test_a_curve_that_was_brought_to_the_front_hides_the_others(
    front: int, ink: tuple[int, int, int]
) -> None:
    assert list(colours(Y, Y, Y, front=front)) == [ink]


@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 9))))
def test_no_cell_of_a_line_is_lost_and_none_is_painted_without_one(
    lines: NDArray[np.uint8],
) -> None:
    painted = braid(lines)
    assert ((lines > 0).any(axis=0) == painted.any(axis=0)).all()
    assert not (painted & (lines == 0)).any()
    differ = (lines.max(axis=0) != np.where(lines > 0, lines, 255).min(axis=0)) & (lines > 0).any(0)
    assert (painted == (lines > 0))[:, differ].all()
    # Equal lines: exactly one of them.
    assert (painted.sum(axis=0) <= 1)[~differ].all()
