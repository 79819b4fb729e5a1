"""Lines that somebody else makes and scrolls: a title that stays, and as many below as fit."""

from __future__ import annotations

from collections.abc import Sequence

from .line import Line
from .wheel import Wheel


class LinePane(Wheel):
    """Shows lines from `offset` on."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Initialize a pane that shows nothing yet."""
        super().__init__(id=id, classes=classes)
        self._shown: tuple[Line, ...] = ()
        self._title: tuple[Line, ...] = ()
        self.offset_rows = 0

    def show(self, title: Sequence[Line], lines: Sequence[Line], offset: int = 0) -> None:
        """Show these; an offset beyond the end shows the end."""
        self._title, self._shown = tuple(title), tuple(lines)
        room = max(1, self.size.height - len(self._title))
        self.offset_rows = max(0, min(offset, len(self._shown) - room))
        self.update_lines()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The title, then the lines in sight."""
        return (*self._title, *self._shown[self.offset_rows :][: max(0, height - len(self._title))])
