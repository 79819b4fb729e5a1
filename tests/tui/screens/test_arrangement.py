"""What goes where: everything fits, at every size."""

from __future__ import annotations

import math

import pytest

from tui.screens.arrangement import PANE_WIDTH, arrange


@pytest.mark.parametrize("lanes", range(1, 7))
@pytest.mark.parametrize("full", ["", "pane", "chart"])
def test_the_parts_fill_the_screen_and_no_more(lanes: int, full: str) -> None:
    for width in range(1, 260, 3):
        for height in range(1, 80):
            plan = arrange(width, height, lanes, full)
            if plan.kind == "tiny":
                continue
            lines = math.ceil(lanes / plan.columns) if plan.kind == "panes" else 1
            used = plan.chart_rows + lines * plan.pane_rows + bool(plan.note) + plan.pace + 3
            used += {"tabs": 1, "table": lanes + 1}.get(plan.kind, 0)
            assert used <= height, (width, height, plan)
            if plan.kind == "panes":
                assert width // plan.columns >= PANE_WIDTH
                assert plan.chart_rows >= 7


@pytest.mark.parametrize(
    ("size", "lanes", "kind"),
    [
        ((120, 36), 3, "panes"),
        ((200, 50), 6, "panes"),
        ((80, 24), 3, "panes"),
        ((80, 24), 6, "table"),
        ((60, 20), 3, "tabs"),
        ((40, 10), 3, "tiny"),
        ((48, 43), 3, "tabs"),
        ((36, 60), 6, "tabs"),
        ((48, 20), 3, "tiny"),
        ((28, 60), 3, "tiny"),
    ],
)
def test_each_size_has_its_kind(size: tuple[int, int], lanes: int, kind: str) -> None:
    assert arrange(*size, lanes).kind == kind


def test_a_telephone_held_upright_shows_chart_and_lane_below_one_another() -> None:
    plan = arrange(48, 43, 3)
    assert plan.chart_rows >= 12
    assert plan.pane_rows >= 20


def test_pace_has_a_line_wherever_lanes_can_be_compared_and_there_is_room() -> None:
    for lanes in range(2, 7):
        # A replay's bar takes a row.
        assert arrange(80, 23, lanes).pace
        assert arrange(120, 36, lanes, "chart").pace
    assert not arrange(80, 24, 1).pace
    assert not arrange(80, 20, 3).pace


def test_what_is_hidden_is_said() -> None:
    assert "2 other lanes" in arrange(60, 20, 3).note
    assert "the chart" in arrange(60, 15, 3).note
    assert "too small" in arrange(30, 8, 3).note
