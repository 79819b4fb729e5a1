"""Lines of output with the lane, the level, and what was sought in them made visible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from .fold import fold
from .line import Line, Piece, cut, width
from .wheel import Wheel

LEVEL_SIGNS = {"warning": "!", "error": "✗"}
NAMES_FROM = 80
"""Cells from which on lanes are named, not only lettered."""


@dataclass(frozen=True)
class LogEntry:
    """One line and who wrote it; no accent where it was fwdash itself."""

    clock: str
    marker: str
    accent: int | None
    name: str
    """Padded, so that all names are equally wide."""
    level: str
    text: str
    now: bool = False
    """Whether the search stands here."""


@dataclass(frozen=True)
class LogView:
    """The lines in sight, the last one at the bottom or, `from_top`, the first one at the top."""

    entries: tuple[LogEntry, ...] = ()
    sought: str = ""
    from_top: bool = True
    empty: str = ""
    """What to say if there are no lines."""


def entry_rows(entry: LogEntry, sought: str, cells: int) -> list[Line]:
    """The rows that a line takes; the text goes on below its own begin."""
    who = "dim" if entry.accent is None else f"accent:{entry.accent}"
    kind = entry.level if entry.level in LEVEL_SIGNS else "value"
    head: Line = (Piece(f" {entry.clock} ", "dim"), Piece(f"{entry.marker or ' '} ", who))
    if cells >= NAMES_FROM:
        head = (*head, Piece(entry.name + " ", "label"))
    head = (*head, Piece(LEVEL_SIGNS.get(entry.level, " ") + " ", kind))
    room = max(1, cells - width(head) - 1)
    text = highlighted(entry.text, sought, kind, "match-now" if entry.now else "match")
    blank: Line = (Piece(" " * width(head)),)
    return [((blank if at else head) + row) for at, row in enumerate(fold(text, room, hang=2))]


def highlighted(text: str, sought: str, role: str, found: str) -> Line:
    """The text in `role`, and what is sought in it, in any case of letters, in `found`."""
    if not sought:
        return (Piece(text, role),)
    parts = re.split(f"({re.escape(sought)})", text, flags=re.IGNORECASE)
    return tuple(
        Piece(part, found if at % 2 else role) for at, part in enumerate(parts) if part
    ) or (Piece("", role),)


class LogPane(Wheel):
    """Shows as many of a view's lines as fit."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"strip--match", "strip--match-now"}
    """
    | Class | Description |
    | :- | :- |
    | `strip--match` | What was sought. |
    | `strip--match-now` | The one that the search stands at. |
    """

    DEFAULT_CSS = """
    LogPane { height: 1fr; }
    LogPane > .strip--match { color: $foreground; background: $primary 45%; text-style: underline; }
    LogPane > .strip--match-now { color: $foreground; text-style: bold reverse; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Initialize a pane that shows nothing yet."""
        super().__init__(id=id)
        self.view = LogView()

    def show(self, view: LogView) -> None:
        """Show some lines; repaints only the rows that differ."""
        if view != self.view:
            self.view = view
            self.update_lines()

    def rows_of(self, entry: LogEntry) -> int:
        """The rows that a line takes at the present width."""
        return len(entry_rows(replace(entry, now=False), "", max(1, self.size.width)))

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The rows in sight."""
        if not self.view.entries:
            return ((), cut((Piece(f" {self.view.empty}", "dim"),), width))
        rows: list[Line] = []
        for entry in self.view.entries:
            rows += entry_rows(entry, self.view.sought, width)
        return rows[:height] if self.view.from_top else rows[-height:]
