"""The line over the log: what is shown of it, what is sought, and whether it follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .line import Line, Piece, spread
from .strip_widget import StripWidget


@dataclass(frozen=True)
class LogBarView:
    """The state of the log screen."""

    lane: str = ""
    """The one lane that is shown; empty for all."""
    marker: str = ""
    accent: int = 0
    level: str = "info"
    shown: int = 0
    """How many lines pass the filter."""
    sought: str = ""
    found: int = 0
    at: int = 0
    """Which of those found the search stands at, counted from 1; 0 for none."""
    below: int | None = None
    """Lines below the last one in sight; None while the newest is followed."""


LEVEL_WORDS = {"info": "all levels", "warning": "warnings, errors", "error": "errors"}


def log_bar_line(view: LogBarView, cells: int) -> Line:
    """The state in one line; what is said of following stays when there is little room."""
    left: Line = (Piece(" worker output  " if cells >= 100 else " ", "strong"),)
    if view.lane:
        left = (*left, Piece(f"{view.marker} {view.lane}", f"accent:{view.accent}"))
    else:
        left = (*left, Piece("all lanes"))
    left = (*left, Piece("  "), Piece(LEVEL_WORDS[view.level]))
    if view.sought:
        count = f"{view.at}/{view.found}" if view.at else f"{view.found} found"
        role = "strong" if view.found else "warning"
        left = (*left, Piece("  /", "key"), Piece(view.sought), Piece(f" {count}", role))
    if cells >= 80:
        left = (*left, Piece(f"  {view.shown:,} lines", "dim"))
    if view.below is None:
        return spread(left, (Piece("● following ", "good"),), cells)
    return spread(left, (Piece(f"‖ held, {view.below:,} below ", "warning"),), cells)


class LogBar(StripWidget):
    """Shows the state of the log screen."""

    DEFAULT_CSS = "LogBar { height: 1; background: $panel; }"

    def __init__(self, *, id: str | None = None) -> None:
        """Initialize a line that says nothing yet."""
        super().__init__(id=id)
        self.view = LogBarView()

    def show(self, view: LogBarView) -> None:
        """Say something else."""
        if view != self.view:
            self.view = view
            self.update_lines()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The one line."""
        return (log_bar_line(self.view, width),)
