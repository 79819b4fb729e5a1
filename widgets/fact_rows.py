"""What a lane runs on and in, and the memory it holds: long facts a row each, short ones in columns."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

from .lane_fields import Field
from .line import BLANK, Line, Piece, cut, spread
from .quantities import NA

COLUMN = 26
GAP = 3
LABEL = 12


@dataclass(frozen=True)
class FactsView:
    """Facts in groups."""

    long: tuple[Field, ...]
    short: tuple[Field, ...]


def fact_lines(view: FactsView, cells: int) -> list[Line]:
    """The long facts, then the short ones column by column."""
    lines: list[Line] = [(Piece(" worker and device", "strong"),)]
    for one in view.long:
        role = "dim" if one.value == NA else one.role
        parts = wrap(one.value, max(LABEL, cells - LABEL - 4)) or [""]
        for name, part in zip((one.label, *[""] * len(parts)), parts, strict=False):
            lines.append(cut((Piece(f"   {name:<{LABEL}}", "label"), Piece(part, role)), cells))
    columns = max(1, min(4, (cells - 4 + GAP) // (COLUMN + GAP)))
    rows = -(-len(view.short) // columns)
    for row in range(rows):
        pieces: list[Piece] = [Piece("   ")]
        for one in view.short[row::rows]:
            role = "dim" if one.value == NA else one.role
            label = (Piece(one.label, "label"),)
            pieces += [*spread(label, (Piece(one.value, role),), COLUMN), Piece(" " * GAP)]
        lines.append(cut(tuple(pieces[:-1]), cells))
    return [*lines, BLANK]
