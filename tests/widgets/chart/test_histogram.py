from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.chart import Mark, bin_columns, make_scale, render_histogram

from .drawing import ANY_FLOAT, assert_size, texts


@settings(max_examples=60, deadline=None)
@given(
    counts=st.lists(ANY_FLOAT, max_size=12),
    width=st.integers(0, 40),
    height=st.integers(0, 10),
    log_x=st.booleans(),
)
def test_any_counts_at_any_size_fill_exactly_the_cells_asked_for(
    counts: list[float], width: int, height: int, log_x: bool
) -> None:
    edges = np.geomspace(0.1, 50, len(counts) + 1)
    strips = render_histogram(
        np.array(counts), edges, width, height, title="step time", marks=[Mark(2, "p50")],
        log_x=log_x, empty="no steps yet",
    )  # fmt: skip
    assert_size(strips, width, height)


def test_no_count_is_lost_between_columns() -> None:
    counts, edges = np.array([3.0, 0.0, 5.0, 2.0]), np.geomspace(1, 16, 5)
    bars = bin_columns(counts, edges, make_scale(1, 16, log=True), 37)
    assert bars.sum() == pytest.approx(10.0)


def test_the_tallest_bar_reaches_the_top_and_a_single_count_is_seen() -> None:
    counts = np.array([1000.0, 0.0, 0.0, 1.0])
    rows = texts(render_histogram(counts, np.arange(1.0, 6.0), 20, 5, log_x=False))
    assert rows[0].startswith("█")
    assert "▁" in rows[2]


def test_no_counts_say_so() -> None:
    rows = texts(render_histogram(np.zeros(3), np.arange(1.0, 5.0), 30, 5, empty="no steps yet"))
    assert "no steps yet" in "".join(rows)


def test_edges_must_fit_the_counts() -> None:
    with pytest.raises(ValueError, match="3 counts need 4 edges"):
        render_histogram(np.ones(3), np.arange(3.0), 10, 5)
