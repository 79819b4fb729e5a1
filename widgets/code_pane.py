"""A source file in a pane: line numbers, signs in the gutter, and its words in colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from .fold import fold
from .line import BLANK, Line, Piece, spread
from .line import width as line_width
from .python_lines import python_lines
from .wheel import Wheel

NUMBER = 3
"""Cells of a line number."""
NARROW = 48
"""Fewer cells than this show indentation at half its width."""


@dataclass(frozen=True)
class CodeView:
    """A file and what is to be said of its lines."""

    title: Line
    text: str
    home: int
    """The line to begin at, counted from 1."""
    signs: Mapping[int, Line] = field(default_factory=dict)
    """Line -> what stands in its gutter."""
    gutter: int = 1
    """Cells of the widest sign."""


def code_rows(view: CodeView, cells: int) -> tuple[list[Line], dict[int, int]]:
    """All rows that the file takes in `cells`, and line -> its first row."""
    rows: list[Line] = []
    first: dict[int, int] = {}
    room = max(1, cells - NUMBER - view.gutter - 2)
    for number, line in enumerate(python_lines(view.text), 1):
        first[number] = len(rows)
        sign = view.signs.get(number, BLANK)
        taken = sum(len(piece.text) for piece in sign)
        label = Piece(str(number).rjust(NUMBER) + " ", "strong" if sign else "dim")
        head = (label, *sign, Piece(" " * (view.gutter - taken + 1)))
        blank: Line = (Piece(" " * (NUMBER + view.gutter + 2)),)
        narrow = room < NARROW
        folded = fold(_closer(line) if narrow else line, room, hang=2 if narrow else 4)
        rows += [(blank if at else head) + row for at, row in enumerate(folded)]
    return rows, first


def _closer(line: Line) -> Line:
    """The line with half its indentation."""
    if not line:
        return line
    text = line[0].text
    half = (len(text) - len(text.lstrip(" "))) // 2
    return (Piece(text[half:], line[0].role), *line[1:])


class CodePane(Wheel):
    """Shows a file from `offset` rows past its home line on."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "strip--code",
        "strip--code-keyword",
        "strip--code-name",
        "strip--code-string",
        "strip--code-number",
        "strip--code-comment",
    }
    """
    | Class | Description |
    | :- | :- |
    | `strip--code` | Source with no role of its own. |
    | `strip--code-keyword`, `-name`, `-string`, `-number`, `-comment` | Kinds of words. |
    """

    DEFAULT_CSS = """
    CodePane { padding: 0 1; }
    CodePane > .strip--code { color: $foreground; }
    CodePane > .strip--code-keyword { color: $text-accent; }
    CodePane > .strip--code-name { color: $text-primary; text-style: bold; }
    CodePane > .strip--code-string { color: $text-success; }
    CodePane > .strip--code-number { color: $text-warning; }
    CodePane > .strip--code-comment { color: $foreground 55%; text-style: italic; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Initialize a pane that shows nothing yet."""
        super().__init__(id=id)
        self.view: CodeView | None = None
        self.offset_rows = 0
        # Laid out for each question, a page of scrolling takes 2.7 times the CPU.
        self._laid: tuple[tuple[CodeView, int], list[Line], dict[int, int]] | None = None

    def show(self, view: CodeView, offset: int) -> None:
        """Show a file at an offset; repaints only the rows that differ."""
        if (view, offset) != (self.view, self.offset_rows):
            self.view, self.offset_rows = view, offset
            self.update_lines()

    def reach(self) -> tuple[int, int]:
        """The least and the largest offset that still move this pane."""
        rows, home = self._rows(self.size.width)
        most = max(0, len(rows) - max(1, self.size.height - 1))
        return -home, max(0, most - home)

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """Title, then the rows in sight."""
        if self.view is None:
            return ()
        rows, home = self._rows(width)
        most = max(0, len(rows) - max(1, height - 1))
        # The home line stands at the top at first, even if less than a page is below it.
        top = max(0, min(home + self.offset_rows, max(most, home)))
        last = min(len(rows), top + height - 1)
        where = f"{round(100 * last / max(1, len(rows)))} %"
        fits = line_width(self.view.title) + len(where) < width
        title = spread(self.view.title, (Piece(where, "dim"),) if fits else BLANK, width)
        return (title, *rows[top : top + height - 1])

    def _rows(self, width: int) -> tuple[list[Line], int]:
        """All rows in this width, and the one that the home line begins with."""
        assert self.view is not None
        if self._laid is None or self._laid[0] != (self.view, width):
            self._laid = ((self.view, width), *code_rows(self.view, width))
        _, rows, first = self._laid
        return rows, first.get(self.view.home, 0)
