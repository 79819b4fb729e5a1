"""A line of text as plain data: pieces with a role each; what a role looks like is the theme's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from rich.cells import cell_len, set_cell_size


@dataclass(frozen=True)
class Piece:
    """Some text and its role: `value`, `label`, `dim`, `strong`, `warning`, `error`, `good`,
    `accent:N`, `badge:N` (filled), `hollow:N`, `key`, `bar`."""

    text: str
    role: str = "value"


Line: TypeAlias = tuple[Piece, ...]
BLANK: Line = ()


def width(line: Line) -> int:
    """Cells that a line takes."""
    return sum(cell_len(piece.text) for piece in line)


def spread(left: Line, right: Line, cells: int) -> Line:
    """`left` and `right` at the two ends of `cells`; the left gives way where both do not fit."""
    room = cells - width(right)
    if room <= 0:
        return cut(right, cells)
    kept = cut(left, room - 1 if left and right else room)
    return (*kept, Piece(" " * (room - width(kept))), *right)


def cut(line: Line, cells: int) -> Line:
    """The line in at most `cells`, ended by an ellipsis where something is missing."""
    if width(line) <= cells:
        return line
    kept: list[Piece] = []
    room = max(0, cells)
    for piece in line:
        size = cell_len(piece.text)
        if size < room:
            kept.append(piece)
            room -= size
            continue
        if room:
            kept.append(Piece(set_cell_size(piece.text, room - 1) + "…", piece.role))
        break
    return tuple(kept)


def wrap(text: str, cells: int, rows: int, role: str) -> list[Line]:
    """Words on at most `rows` lines of `cells`; the last one is cut if that is not enough."""
    lines: list[str] = []
    for word in text.split():
        if (lines and cell_len(lines[-1]) + 1 + cell_len(word) <= cells) or len(lines) == rows:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return [cut((Piece(line, role),), cells) for line in lines[:rows]]
