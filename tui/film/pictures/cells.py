"""A terminal's screen as plain data: rows of cells with their colours resolved."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

Rgb = tuple[int, int, int]


class CellStyle(NamedTuple):
    """How a cell is drawn; None is the terminal's own colour."""

    ink: Rgb | None = None
    paper: Rgb | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False


PLAIN = CellStyle()


class Cell(NamedTuple):
    """One cell; the right half of a wide character has an empty text."""

    text: str = " "
    look: CellStyle = PLAIN


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """All rows from the top, each as long as the screen is wide."""

    columns: int
    rows: tuple[Row, ...]
    ink: Rgb = (224, 224, 224)
    """The terminal's own colour for text."""
    paper: Rgb = (18, 18, 18)
    """The terminal's own background."""

    @property
    def text(self) -> str:
        """What a person reads, a line a row, without blanks at the ends."""
        return "\n".join("".join(cell.text for cell in row).rstrip() for row in self.rows)


def runs(row: Row) -> list[tuple[int, str, CellStyle]]:
    """(first column, text, look) of each stretch of a row that looks the same."""
    found = []
    column = 0
    for look, cells in groupby(row, key=lambda cell: cell.look):
        part = list(cells)
        found.append((column, "".join(cell.text for cell in part), look))
        column += len(part)
    return found
