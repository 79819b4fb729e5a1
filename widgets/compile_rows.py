"""All compilations of a lane, those that failed, and its changes of mode, a row each."""

from __future__ import annotations

from dataclasses import dataclass

from .line import BLANK, Line, Piece, cut, wrap
from .quantities import NA, count_text, elapsed_text, seconds_text

MOST = 40
"""Rows that are shown, newest first."""
WIDE = 108
"""Cells from which the reason stands in the row."""
MEDIUM = 90
"""Cells from which the parts stand in the row."""


@dataclass(frozen=True)
class CompileRow:
    """A compilation; with `error` one that failed."""

    at: float
    """Seconds since the run started, when it ended."""
    step: int
    mode: str
    seconds: float | None = None
    trace_seconds: float | None = None
    lower_seconds: float | None = None
    backend_seconds: float | None = None
    cached: bool | None = None
    programs: int | None = None
    reason: str = ""
    error: str = ""


@dataclass(frozen=True)
class ChangeRow:
    """A change of mode and what the switch itself took."""

    at: float
    step: int
    previous: str
    mode: str
    seconds: float


@dataclass(frozen=True)
class CompilesView:
    """What a lane compiled since its worker was started, newest first."""

    rows: tuple[CompileRow, ...]
    changes: tuple[ChangeRow, ...]
    count: int
    recompiles: int
    """Compilations of a mode that had compiled before."""
    failures: int
    seconds: float
    """All seconds spent compiling."""


def compile_lines(view: CompilesView, cells: int) -> list[Line]:
    """Sums, a table of compilations, and one of mode changes."""
    sums = (
        f"{view.count} in {seconds_text(view.seconds)}, {view.recompiles} of them recompiles"
        if view.count
        else "none yet"
    )
    failed = f", {view.failures} failed" if view.failures else ""
    title: Line = (Piece(" compilations ", "strong"), Piece(sums), Piece(failed, "warning"))
    lines = [cut(title, cells)]
    if view.rows:
        lines.append(_row(_HEAD, cells, "label"))
    for row in view.rows[:MOST]:
        lines += _compile(row, cells)
    left = len(view.rows) - MOST
    if left > 0:
        lines.append((Piece(f" and {left:,} earlier", "dim"),))
    changes = f"{len(view.changes)}" if view.changes else "none yet"
    lines += [BLANK, (Piece(" mode changes ", "strong"), Piece(changes))]
    if view.changes:
        lines.append((Piece(f" {'at':<8}{'step':>9}  {'switch':>8}  from → to", "label"),))
    for change in view.changes[:MOST]:
        took = seconds_text(change.seconds)
        place = f" {elapsed_text(change.at):<8}{count_text(change.step):>9}  {took:>8}  "
        lines.append(cut((Piece(place), Piece(f"{change.previous} → {change.mode}")), cells))
    return [*lines, BLANK]


_HEAD = ("at", "step", "mode", "total", "cache", "programs", "trace", "lower", "backend", "reason")
_CELLS = (8, 9, 17, 9, 8, 10, 9, 9, 9)
"""Of each column but the last; text ends at the right but for the first and the third."""


def _row(texts: tuple[str, ...], cells: int, role: str = "value") -> Line:
    columns = len(texts) - 1 if cells >= MEDIUM else 6
    pieces = [Piece(" ")]
    for at in range(columns):
        size = _CELLS[at]
        text = texts[at]
        shown = f"  {text:<{size - 2}}" if at == 2 else text.ljust(size) if not at else ""
        pieces.append(Piece(shown or text.rjust(size), "dim" if text == NA else role))
    if cells >= WIDE:
        pieces.append(Piece("  " + texts[-1], "label"))
    return cut(tuple(pieces), cells)


def _compile(row: CompileRow, cells: int) -> list[Line]:
    """One row, and what does not fit into it below."""
    place = (elapsed_text(row.at), count_text(row.step), row.mode)
    if row.error:
        head = f" {place[0]:<8}{place[1]:>9}  {place[2]:<15}"
        failed = wrap(f"✗ failed: {row.error}", max(20, cells - 4), 3, "warning")
        return [cut((Piece(head),), cells), *((Piece("   "), *line) for line in failed)]
    parts = (row.trace_seconds, row.lower_seconds, row.backend_seconds)
    texts = tuple(seconds_text(part) for part in parts)
    cache = {True: "cached", False: "cold", None: NA}[row.cached]
    beside = cells >= WIDE and len(row.reason) <= cells - sum(_CELLS) - 3
    reason = row.reason if beside else ""
    figures = (seconds_text(row.seconds), cache, count_text(row.programs))
    lines = [_row((*place, *figures, *texts, reason), cells)]
    if cells < MEDIUM:
        named = zip(("trace", "lower", "backend"), texts, strict=True)
        below = "   " + "  ".join(f"{name} {text}" for name, text in named)
        lines.append(cut((Piece(below, "label"),), cells))
    if row.reason and not beside:
        lines += [(Piece("   "), *line) for line in wrap(row.reason, cells - 4, 2, "label")]
    return lines
