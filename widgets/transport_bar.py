"""The line that a replay is moved through with: where it is, how fast it goes, and what lies where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from .line import Line, Piece, cut, width
from .quantities import count_text
from .strip_widget import StripWidget

SIGNS = {"playing": "▶", "paused": "‖", "at end": "■", "seeking": "◌"}
WORTH = "!*fmsc"
"""What a cell shows if several things lie in it: crash, mark, failed compile, mode, setting, compile."""
ROLES = {"!": "error", "f": "warning", "*": "strong", "m": "key", "s": "key", "c": "label"}
LEAST = 8
"""The least cells of the bar itself."""
WITH_REASON = 40
"""Cells that the bar keeps where the reason of a damage is written out beside it."""


@dataclass(frozen=True)
class TransportView:
    """Where a replay is, in seconds since the run started."""

    state: str
    """`playing`, `paused`, `at end`, `seeking`."""
    at: float
    total: float
    speed: float
    step: int
    """Steps of the lane that is named."""
    marker: str
    accent: int
    marks: tuple[tuple[float, str], ...] = ()
    """When, and a letter of `WORTH`."""
    indexed: float | None = None
    """How much of the log is indexed in 0..1, while it is not all."""
    sought: float | None = None
    """Where it is on its way to, if that takes a while."""
    damage: str = ""
    """Where the log stops being readable."""


def moment_text(seconds: float, tenths: bool = True) -> str:
    """A time as `12.3`, `1:05.3`, `1:02:03.4`; without tenths `0:12`."""
    tenth = int(min(max(0.0, seconds), 1e9) * 10 + 1e-6)
    whole, part = divmod(tenth, 10)
    text = f"{whole // 60 % 60}:{whole % 60:02d}"
    if whole >= 3600:
        text = f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{text}.{part}" if tenths else text


def speed_text(speed: float) -> str:
    """A speed as `1x`, `0.25x`."""
    return f"{speed:g}x"


def bar_cells(view: TransportView, cells: int) -> list[Piece]:
    """The bar, a piece a cell; letters are events, `●` is where the replay is."""
    done = _cell(view.at, view.total, cells)
    ready = cells if view.indexed is None else round(view.indexed * cells)
    pieces = [
        Piece("━", "strong") if at < done else Piece("─" if at < ready else "┄", "bar")
        for at in range(cells)
    ]
    worth = [len(WORTH)] * cells
    for seconds, letter in view.marks:
        at = _cell(seconds, view.total, cells)
        if (rank := WORTH.index(letter)) < worth[at]:
            worth[at] = rank
            pieces[at] = Piece(letter, ROLES[letter])
    if view.damage:
        pieces[-1] = Piece("✗", "error")
    if view.sought is not None:
        pieces[_cell(view.sought, view.total, cells)] = Piece("○", "strong")
    pieces[done] = Piece("●", "strong")
    return pieces


def _cell(seconds: float, total: float, cells: int) -> int:
    share = seconds / total if total > 0 else 0.0
    return min(cells - 1, max(0, int(share * (cells - 1) + 0.5)))


def transport_line(view: TransportView, cells: int) -> tuple[Line, int, int]:
    """The line, and where the bar in it begins and how many cells it has (0 where none fits)."""
    wide = cells >= 100
    total = moment_text(view.total)
    state = view.state if wide or view.state == "seeking" else ""
    left: Line = (
        Piece(f" {SIGNS[view.state]} ", "good" if view.state == "playing" else "strong"),
        Piece(f"{state:<8}" if state else "", "strong"),
        Piece(f"{speed_text(view.speed)} ", "label"),
        Piece(moment_text(view.at).rjust(len(total)), "value"),
        Piece(f" / {total if wide else total[:-2]} ", "label"),
        Piece(f"{view.marker} ", f"accent:{view.accent}"),
        Piece(("step " if wide else "") + count_text(view.step).ljust(9 if wide else 6), "value"),
    )
    right: Line = ()
    if view.indexed is not None:
        right = (Piece(f" indexing {view.indexed:.0%}" if wide else f" {view.indexed:.0%}", "dim"),)
    if view.damage:
        reason = f" {view.damage}"
        whole = cells - width(left) - width(right) - len(reason) - 1 >= WITH_REASON
        right = (*right, Piece(reason if whole else " damaged", "error"))
    room = cells - width(left) - width(right) - 1
    if room < LEAST:
        return cut((*left, *right), cells), 0, 0
    return (*left, *bar_cells(view, room), *right), width(left), room


class TransportBar(StripWidget):
    """Shows where a replay is; a click or a drag on the bar asks for another moment."""

    DEFAULT_CSS = "TransportBar { height: 1; background: $foreground 6%; }"
    ALLOW_SELECT = False
    """Drawing along it seeks."""

    class Sought(Message):
        """The person pointed at a moment."""

        def __init__(self, share: float) -> None:
            """`share` of the whole time, in 0..1."""
            super().__init__()
            self.share = share

    class Pressed(Message):
        """The person clicked the state."""

    def __init__(self, *, id: str | None = None) -> None:
        """Initialize a line that says nothing yet."""
        super().__init__(id=id)
        self.view: TransportView | None = None
        self.bar = (0, 0)
        """Where the bar begins and how many cells it has."""
        self._dragged = False

    def show(self, view: TransportView) -> None:
        """Show another moment."""
        if view != self.view:
            self.view = view
            self.update_lines()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The one line."""
        if self.view is None:
            return ()
        line, *bar = transport_line(self.view, width)
        self.bar = (bar[0], bar[1])
        return (line,)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go where the pointer is, and follow it."""
        begin, cells = self.bar
        if begin <= event.x < begin + cells:
            self._dragged = True
            self.capture_mouse()
            self._seek(event.x)
        elif event.x < begin:
            self.post_message(self.Pressed())

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the pointer while the button is down."""
        if self._dragged:
            self._seek(event.x)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Stay here."""
        if self._dragged:
            self._dragged = False
            self.release_mouse()

    def _seek(self, x: int) -> None:
        begin, cells = self.bar
        self.post_message(self.Sought(min(1.0, max(0.0, (x - begin) / max(1, cells - 1)))))
