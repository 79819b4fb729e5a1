"""All compilations of a lane, those that failed, and its changes of mode, a row each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from .line import BLANK, Line, Piece, cut, wrap
from .needs import Compilation, FailedCompilation, ModeChange
from .quantities import NA, count_text, elapsed_text, seconds_text

MOST = 40
"""Rows that are shown, newest first."""
MOST_PLACES = 3
"""Places of graph breaks that are shown of one compilation."""
WIDE = 108
"""Cells from which the reason stands in the row."""
MEDIUM = 90
"""Cells from which the parts stand in the row."""


@dataclass(frozen=True)
class CompilesView:
    """What a lane compiled since its worker was started, oldest first."""

    compiles: tuple[Compilation, ...]
    failures: tuple[FailedCompilation, ...]
    changes: tuple[ModeChange, ...]
    recompiles: int
    """Compilations of a mode that had compiled before."""
    seconds: float
    """All seconds spent compiling."""


def failure_text(failed: FailedCompilation) -> str:
    """Why a mode was not compiled, and what the lane did then."""
    return failed.error if failed.gave_up else f"{failed.error} (went on in {failed.fallback})"


def compile_lines(view: CompilesView, cells: int) -> list[Line]:
    """Sums, a table of compilations, and one of mode changes; newest first."""
    count = len(view.compiles)
    sums = (
        f"{count} in {seconds_text(view.seconds)}, {view.recompiles} of them recompiles"
        if count
        else "none yet"
    )
    failures = f", {len(view.failures)} failed" if view.failures else ""
    title: Line = (Piece(" compilations ", "strong"), Piece(sums), Piece(failures, "warning"))
    lines = [cut(title, cells)]
    told = [(done.at, partial(_compiled, done, cells)) for done in view.compiles]
    told += [(failed.at, partial(_failed, failed, cells)) for failed in view.failures]
    told.sort(key=lambda one: one[0], reverse=True)
    if told:
        lines.append(_row(_HEAD, cells, "label"))
    for _, rows in told[:MOST]:
        lines += rows()
    left = len(told) - MOST
    if left > 0:
        lines.append((Piece(f" and {left:,} earlier", "dim"),))
    changes = f"{len(view.changes)}" if view.changes else "none yet"
    lines += [BLANK, (Piece(" mode changes ", "strong"), Piece(changes))]
    if view.changes:
        lines.append((Piece(f" {'at':<8}{'step':>9}  {'switch':>8}  from → to", "label"),))
    for change in view.changes[: -MOST - 1 : -1]:
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


def _failed(failed: FailedCompilation, cells: int) -> list[Line]:
    """Where it was, and why below."""
    head = f" {elapsed_text(failed.at):<8}{count_text(failed.step):>9}  {failed.mode:<15}"
    what = "gave up" if failed.gave_up else "failed"
    why = wrap(f"✗ {what}: {failure_text(failed)}", max(20, cells - 4), 4, "warning")
    return [cut((Piece(head),), cells), *((Piece("   "), *line) for line in why)]


def _compiled(done: Compilation, cells: int) -> list[Line]:
    """One row, and what does not fit into it below."""
    place = (elapsed_text(done.at), count_text(done.step), done.mode)
    parts = (done.trace_seconds, done.lower_seconds, done.backend_seconds)
    texts = tuple(seconds_text(part) for part in parts)
    cache = {True: "cached", False: "cold", None: NA}[done.cached]
    beside = cells >= WIDE and len(done.reason) <= cells - sum(_CELLS) - 3
    reason = done.reason if beside else ""
    figures = (seconds_text(done.seconds), cache, count_text(done.programs))
    lines = [_row((*place, *figures, *texts, reason), cells)]
    if cells < MEDIUM:
        named = zip(("trace", "lower", "backend"), texts, strict=True)
        below = "   " + "  ".join(f"{name} {text}" for name, text in named)
        lines.append(cut((Piece(below, "label"),), cells))
    if done.reason and not beside:
        lines += [(Piece("   "), *line) for line in wrap(done.reason, cells - 4, 2, "label")]
    return lines + _graphs(done, cells)


def _graphs(done: Compilation, cells: int) -> list[Line]:
    """Graphs and breaks, and why it broke at the places where it did so most."""
    if not done.in_graphs:
        return []
    lines = [(Piece("   "), *line) for line in wrap(done.in_graphs, cells - 4, 2, "label")]
    for place in done.broken_at[:MOST_PLACES]:
        why = f"{place.where} ×{place.times}: {place.reason}"
        lines += [(Piece("     "), *line) for line in wrap(why, cells - 6, 2, "dim")]
    left = len(done.broken_at) - MOST_PLACES
    if left > 0:
        lines.append(cut((Piece(f"     and {left} more places", "dim"),), cells))
    return lines
