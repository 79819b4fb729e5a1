"""The transport bar: what stands where, at any width, without a need for colour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from widgets.line import width
from widgets.transport_bar import TransportView, bar_cells, moment_text, transport_line

VIEW = TransportView(
    state="playing", at=30.0, total=60.0, speed=4.0, step=1234, marker="T", accent=0,
    marks=((0.0, "c"), (15.0, "c"), (15.1, "!"), (45.0, "m"), (60.0, "*")),
)  # fmt: skip


def text_of(view: TransportView, cells: int) -> str:
    return "".join(piece.text for piece in transport_line(view, cells)[0])


def test_the_place_and_the_events_are_where_they_belong() -> None:
    bar = "".join(piece.text for piece in bar_cells(VIEW, 41))
    assert bar == "c" + "━" * 9 + "!" + "━" * 9 + "●" + "─" * 9 + "m" + "─" * 9 + "*"


def test_what_is_not_indexed_and_what_is_damaged_shows() -> None:
    view = replace(VIEW, marks=(), at=0.0, indexed=0.5, damage="line 7 is damaged: x")
    bar = "".join(piece.text for piece in bar_cells(view, 20))
    assert bar == "●" + "─" * 9 + "┄" * 9 + "✗"
    assert "indexing 50%" in text_of(view, 140)
    assert "line 7 is damaged" in text_of(view, 140)
    assert "damaged" in text_of(view, 80)


def test_a_long_reason_leaves_room_for_the_bar() -> None:
    view = replace(VIEW, damage="line 7 is damaged: " + "x" * 60)
    assert transport_line(view, 120)[2] >= 40
    assert "xxx" not in text_of(view, 120)
    assert "xxx" in text_of(view, 200)


def test_where_it_is_on_its_way_to_shows() -> None:
    bar = bar_cells(replace(VIEW, state="seeking", sought=60.0, marks=()), 11)
    assert bar[10].text == "○"
    assert "seeking" in text_of(replace(VIEW, state="seeking"), 80)


@pytest.mark.parametrize("cells", [1, 5, 20, 40, 80, 120, 300])
@pytest.mark.parametrize("state", ["playing", "paused", "at end", "seeking"])
@pytest.mark.parametrize("total", [0.0, 60.0, 1e5, 1e300])
def test_every_width_is_kept_to(cells: int, state: str, total: float) -> None:
    view = replace(VIEW, state=state, total=total, damage="why " * 30)
    line, begin, size = transport_line(view, cells)
    assert width(line) <= cells
    assert begin + size <= cells


def test_the_bar_stays_where_it_is_while_it_plays() -> None:
    places = {
        transport_line(replace(VIEW, at=at, step=step), 120)[1:]
        for at, step in ((0.0, 0), (9.9, 99), (59.9, 123_456))
    }
    assert len(places) == 1


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0, "0:00.0"), (12.34, "0:12.3"), (65.25, "1:05.2"), (3723.4, "1:02:03.4"), (-1, "0:00.0")],
)
def test_moments_as_text(seconds: float, text: str) -> None:
    assert moment_text(seconds) == text
