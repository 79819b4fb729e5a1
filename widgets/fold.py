"""A line of pieces laid on as many rows as it needs, broken where a reader would break it."""

from __future__ import annotations

from rich.cells import cell_len

from .line import Line, Piece

LEAST = 8
"""Cells that a broken line has at least to go on in."""


def fold(line: Line, cells: int, hang: int = 4) -> list[Line]:
    """The rows; all but the first begin `hang` cells right of where the text itself begins."""
    text = "".join(piece.text for piece in line)
    if len(text) <= cells and cell_len(text) <= cells:
        return [line]
    indent = min(len(text) - len(text.lstrip()) + hang, max(0, cells - LEAST))
    rows: list[Line] = []
    begin = 0
    while begin < len(text):
        lead = indent if begin else 0
        end = _break(text, begin, max(1, cells - lead))
        row = _slice(line, begin, end)
        rows.append((Piece(" " * lead), *row) if lead else row)
        begin = end
        while begin < len(text) and text[begin] == " ":
            begin += 1
    return rows or [line]


def _break(text: str, begin: int, cells: int) -> int:
    """Where a row that begins at `begin` should end: at a space, else after a bracket or before a
    dot, if there is one that is not too near to the beginning."""
    end = begin
    taken = 0
    while end < len(text) and taken + cell_len(text[end]) <= cells:
        taken += cell_len(text[end])
        end += 1
    if end == len(text) or text[end] == " ":
        return max(end, begin + 1)
    written = begin + len(text[begin:end]) - len(text[begin:end].lstrip())
    least = written + (end - written) // 3
    space = text.rfind(" ", least, end)
    if space > least:
        return space
    joint = max(text.rfind("(", least, end - 1) + 1, text.rfind(".", least, end))
    return joint if joint > least else max(end, begin + 1)


def _slice(line: Line, begin: int, end: int) -> Line:
    """The pieces between two characters."""
    kept: list[Piece] = []
    at = 0
    for piece in line:
        left, right = max(begin - at, 0), min(end - at, len(piece.text))
        if left < right:
            kept.append(Piece(piece.text[left:right], piece.role))
        at += len(piece.text)
    return tuple(kept)
