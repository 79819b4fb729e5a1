"""The bar of phases is true to its sums, and its cells stand still while it grows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.line import width
from widgets.phase_rows import PHASES, PhasesView, bar_cells, bar_span, phase_lines


def view_of(*phases: tuple[str, float], running: str = "") -> PhasesView:
    edges = np.cumsum([0.0, *(took for _, took in phases)])
    seconds: Counter[str] = Counter()
    for name, took in phases:
        seconds[name] += took  # type: ignore[assignment]
    return PhasesView(0, edges, tuple(name for name, _ in phases), dict(seconds), running)


def test_each_phase_has_a_pattern_of_its_own_and_its_seconds() -> None:
    view = view_of(("importing", 2.0), ("compiling", 3.0), ("training", 5.0))
    text = ["".join(piece.text for piece in line) for line in phase_lines(view, 82)]
    assert text[1].strip() == "i" * 16 + "▒" * 24 + "█" * 40
    table = "\n".join(text[3:])
    for part in ("importing   2.0 s  20.0%", "3.0 s  30.0%", "5.0 s  50.0%", "10.0 s"):
        assert part in table
    assert "paused" in table
    assert "0.0 s" not in table.replace("10.0 s", "")


def test_training_in_turns_is_told_from_the_lanes_own_time() -> None:
    told = "its own time is 34.9 s"
    view = replace(view_of(("importing", 2.0), ("training", 96.0)), device_seconds=34.9)
    title = "".join(piece.text for piece in phase_lines(view, 100)[0])
    assert title.startswith(" phases")
    assert told in title
    alone = replace(view, device_seconds=95.9)
    assert told[:8] not in "".join(piece.text for piece in phase_lines(alone, 100)[0])
    assert len(phase_lines(view, 40)[0]) == 1, "no room for it"


def test_shares_are_of_all_seconds_though_the_bar_has_forgotten_the_first() -> None:
    view = PhasesView(
        0, np.array([60.0, 80.0]), ("training",), {"training": 75.0, "waiting": 25.0}, ""
    )
    text = "\n".join("".join(piece.text for piece in line) for line in phase_lines(view, 80))
    assert "75.0%" in text
    assert "1m 40s" in text
    assert "0:01:00" in text


def test_phases_that_alternate_within_a_cell_keep_their_shares() -> None:
    names = ("training", "waiting", "waiting") * 1000
    cells = bar_cells(np.arange(3001) * 0.1, names, 0.0, 300.0, 90)
    assert Counter(cells) == {"training": 30, "waiting": 60}


def test_a_phase_long_gone_leaves_nothing_for_later_cells() -> None:
    names = ("importing", *("training", "waiting") * 500)
    edges = np.concatenate(([0.0], 1.4 + np.arange(1001) * 0.1))
    cells = bar_cells(edges, names, 0.0, 104.0, 104)
    assert [at for at, cell in enumerate(cells) if cell == "importing"] == [0, 1]


def test_cells_stand_still_while_time_goes_on() -> None:
    names = ("training", "waiting") * 30
    edges = np.arange(61) * 0.2
    assert bar_span(9.0) == bar_span(6.0) == 10.0
    short = bar_cells(edges[:41], names[:40], 0.0, 15.0, 50)
    long = bar_cells(edges, names, 0.0, 15.0, 50)
    filled = len([cell for cell in short if cell])
    assert 0 < filled < 50
    assert short[: filled - 1] == long[: filled - 1]
    assert short[filled:] == [""] * (50 - filled)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(PHASES), st.floats(0, 1e5)), min_size=1, max_size=30),
    st.integers(1, 220),
    st.booleans(),
)
def test_no_line_is_wider_than_its_room(
    phases: list[tuple[str, float]], cells: int, runs: bool
) -> None:
    lines = phase_lines(view_of(*phases, running=phases[-1][0] if runs else ""), cells)
    if cells >= 32:
        assert max(map(width, lines)) <= cells


@pytest.mark.parametrize("cells", [60, 80, 120, 200])
def test_the_table_has_as_many_rows_in_every_state(cells: int) -> None:
    heights = {len(phase_lines(view_of((name, 1.0), running=name), cells)) for name in PHASES}
    assert len(heights) == 1
