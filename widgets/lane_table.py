"""All lanes as a table, a row each, for terminals in which panes do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from .glossary import Word
from .lane_fields import lane_fields, mode_badge, phase_line, short_compile_value
from .lane_view import LaneView
from .line import Line, Piece, cut, spread, width
from .quantities import NA
from .strip_widget import StripWidget


@dataclass(frozen=True)
class LaneColumn:
    """One column of the table of lanes."""

    title: str
    cells: int


NAME = 12
OPTIONAL = (
    LaneColumn("phase", 18),
    LaneColumn("step", 10),
    LaneColumn("loss", 8),
    LaneColumn("step time", 10),
    LaneColumn("accuracy", 8),
    LaneColumn("examples/s", 10),
    LaneColumn("compile", 17),
    LaneColumn("GPU busy", 8),
    LaneColumn("GPU own", 8),
    LaneColumn("RSS", 8),
    LaneColumn("p90", 8),
    LaneColumn("cpu/step", 8),
    LaneColumn("device time", 11),
    LaneColumn("own mem", 8),
)
"""In the order in which they should survive a narrow terminal."""


def table_lines(lanes: Sequence[LaneView], selected: str, cells: int) -> list[Line]:
    """A head line and one line a lane, with the columns that fit."""
    phase = 11 if cells < 78 else 19
    mode = max((len(lane.mode) + 2 for lane in lanes), default=0)
    name = min(max((len(lane.id) for lane in lanes), default=0), NAME if cells < 110 else 24)
    left = 4 + name + (mode + 1 if cells >= 56 else 0)
    shown: list[LaneColumn] = []
    room = cells - left
    for column in _columns(lanes):
        if column.title == "phase":
            column = LaneColumn("phase", phase)
        elif column.title == "step" and cells < 78:
            column = LaneColumn("step", 8)
        if column.cells + 1 > room:
            break
        shown.append(column)
        room -= column.cells + 1
    longest = max((len(lane.id) for lane in lanes), default=0)
    left += min(room, longest - name)
    name += min(room, longest - name)
    head: list[Piece] = [Piece(" " * left)]
    for column in shown:
        title = column.title
        text = title.ljust(column.cells) if title == "phase" else title.rjust(column.cells)
        head.append(Piece(" " + text, "label"))
    lines: list[Line] = [tuple(head)]
    lines += [
        _row(lane, lane.id == selected, name, mode if cells >= 56 else 0, shown) for lane in lanes
    ]
    return lines


def _columns(lanes: Sequence[LaneView]) -> tuple[LaneColumn, ...]:
    """The columns; those of GPUs only where there are any, own memory as the lanes call it."""
    gpu = any(lane.gpu for lane in lanes)
    own = lanes[0].own_label if lanes else "own mem"
    return tuple(
        LaneColumn(own, column.cells) if column.title == "own mem" else column
        for column in OPTIONAL
        if gpu or not column.title.startswith("GPU")
    )


def _row(lane: LaneView, chosen: bool, name: int, mode: int, shown: list[LaneColumn]) -> Line:
    by_label = {one.label: one for one in lane_fields(lane)}
    ink = f"accent:{lane.accent}"
    pieces: list[Piece] = [
        Piece("▸ " if chosen else "  ", ink),
        Piece(lane.marker + " ", ink),
        *spread(cut((Piece(lane.id, "strong" if chosen else "value"),), name), (), name),
    ]
    if mode:
        badge = mode_badge(lane)
        pieces += [Piece(" "), badge, Piece(" " * (mode - width((badge,))))]
    for column in shown:
        pieces.append(Piece(" "))
        if column.title == "phase":
            line = phase_line(lane, clock_width=7 if column.cells > 12 else None)
            if lane.error and column.cells > 12 and lane.phase == "crashed":
                line = (*line[:2], Piece(" " + lane.error, "error"))
            pieces += spread(cut(line, column.cells), (), column.cells)
            continue
        one = by_label.get(column.title)
        compiled = column.title == "compile"
        text = one.value if one else short_compile_value(lane, column.cells) if compiled else NA
        role = "dim" if text == NA else (one.role if one else "value")
        pieces += spread((), (Piece(text, role),), column.cells)
    return tuple(pieces)


class LaneTable(StripWidget, can_focus=True):
    """A row for each lane; a click selects one."""

    DEFAULT_CSS = """
    LaneTable { height: auto; width: 1fr; }
    """

    class Chosen(Message):
        """The person chose the lane of this row."""

        def __init__(self, lane: str) -> None:
            super().__init__()
            self.lane = lane

    _lanes: tuple[LaneView, ...] = ()
    _selected = ""

    def show(self, lanes: tuple[LaneView, ...], selected: str) -> int:
        """Show lanes; how many rows that repaints."""
        if lanes == self._lanes and selected == self._selected:
            return 0
        self._lanes, self._selected = lanes, selected
        return self.update_lines()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The table, without its head where there is no room for it."""
        lines = table_lines(self._lanes, self._selected, width)
        return lines if len(lines) <= height else lines[1:]

    def word_at(self, x: int, y: int) -> Word | None:
        """The word at a cell, or that over the column."""
        has_head = len(self._strips) > len(self._lanes)
        word = super().word_at(x, y)
        return word if word or not (has_head and y) else super().word_at(x, 0)

    def on_click(self, event: events.Click) -> None:
        """Select the lane under the pointer."""
        row = event.get_content_offset(self)
        lines = len(self._lanes)
        if row is not None and row.y - (self.size.height > lines) in range(lines):
            lane = self._lanes[row.y - (self.size.height > lines)]
            self.post_message(self.Chosen(lane.id))
