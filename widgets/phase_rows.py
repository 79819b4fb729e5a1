"""Where a lane's time went: a bar over time with a pattern a phase, and the seconds of each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from .chart import FloatArray
from .line import BLANK, Line, Piece, spread
from .quantities import NA, clock_text, elapsed_text

PHASES = ("starting", "importing", "building", "compiling", "training", "waiting", "paused")
"""Those that have a row whether a lane was in them or not; others follow where it was."""
PATTERNS = {
    "starting": "s",
    "importing": "i",
    "building": "b",
    "compiling": "▒",
    "training": "█",
    "evaluating": "e",
    "measuring": "▓",
    "waiting": "·",
    "paused": "‖",
}
ROLES = {"compiling": "warning", "paused": "warning", "waiting": "label"}
COLUMN = 27
"""Cells of a pattern, a name, seconds and a share."""
GAP = 3
LESS = 1.0
"""Seconds of others' turns from which it is said that training counts them."""
FIRST_SPAN = 10.0
"""Seconds that an empty bar is wide; it grows by half when it is full, so that cells stand still."""


@dataclass(frozen=True, eq=False)
class PhasesView:
    """The phases of a lane since its worker was started."""

    accent: int
    edges: FloatArray
    """Shape (n + 1,): when each phase began, and the present, in seconds since the run started."""
    names: tuple[str, ...]
    """Shape (n,): the phase from each edge to the next."""
    seconds: dict[str, float]
    """Phase -> seconds in all, the running one included."""
    running: str
    """The phase that the lane is in; empty if it has ended."""
    device_seconds: float | None = None
    """Time that the lane itself had on its device; None where that is no question."""


def phase_lines(view: PhasesView, cells: int) -> list[Line]:
    """The bar, its two ends, and the table."""
    inner = cells - 2
    begin, end = float(view.edges[0]), float(view.edges[-1])
    span = end - begin if not view.running else bar_span(end - begin)
    # A long run forgets its first phases but not their seconds: the bar may be shorter than all.
    whole = sum(view.seconds.values())
    drawn = bar_cells(view.edges, view.names, begin, begin + span, inner)
    bar: list[Piece] = [Piece(" ")]
    for name, run in groupby(drawn):
        bar.append(Piece(PATTERNS.get(name, " ") * len(list(run)), _ink(name, view.accent)))
    title: Line = (Piece(" phases", "strong"), *_own_time(view, cells))
    ends = spread(
        (Piece(f" {elapsed_text(begin)}", "dim"),),
        (Piece(f"{elapsed_text(begin + span)} ", "dim"),),
        cells,
    )
    return [title, tuple(bar), ends, *_table(view, whole, cells), BLANK]


def _own_time(view: PhasesView, cells: int) -> Line:
    """That training goes on while other lanes have their turns, where much of it was theirs."""
    trained = view.seconds.get("training", 0.0)
    if view.device_seconds is None or trained < view.device_seconds + LESS:
        return ()
    told = f"  training in turns with other lanes; its own time is {_clock(view.device_seconds)}"
    return (Piece(told, "dim"),) if len(told) + 8 <= cells else ()


def bar_span(seconds: float) -> float:
    """How many seconds the bar of a running lane is wide."""
    span = FIRST_SPAN
    while span < seconds:
        span *= 1.5
    return span


def bar_cells(
    edges: FloatArray, names: tuple[str, ...], begin: float, end: float, cells: int
) -> list[str]:
    """The phase that each cell stands for; empty where there is none yet.

    Phases that take turns within a cell get as many cells as they took time: what a cell leaves
    over counts for the next one (error diffusion), so that the bar is true to its sums.
    """
    if cells <= 0 or end - begin < 1e-6:  # less than events tell apart
        return []
    ticks = np.linspace(begin, end, cells + 1)
    kinds = sorted(set(names), key=lambda name: PHASES.index(name) if name in PHASES else 99)
    took, named = np.diff(edges), np.array(names)
    shares = np.zeros((len(kinds), cells))
    for at, kind in enumerate(kinds):
        own = np.where(named == kind, took, 0.0)
        total = np.concatenate(([0.0], np.cumsum(own)))
        shares[at] = np.diff(np.interp(ticks, edges, total)) / (ticks[1] - ticks[0])
    owed = np.zeros(len(kinds))
    drawn = []
    for column in shares.T:
        if column.sum() < 0.5:
            drawn.append("")
            continue
        owed += column
        # Only what is in the cell can stand there, whatever is still owed to a phase long gone.
        chosen = int(np.argmax(np.where(column > 0, owed, -np.inf)))
        owed[chosen] -= column.sum()
        drawn.append(kinds[chosen])
    return drawn


def _table(view: PhasesView, whole: float, cells: int) -> list[Line]:
    """Patterns, names, seconds and shares in columns, and the sum."""
    columns = max(1, min(4, (cells - 2 + GAP) // (COLUMN + GAP)))
    others = [name for name in view.seconds if name not in PHASES]
    entries = [_entry(view, name, whole) for name in (*PHASES, *others)]
    total = spread((Piece("  all", "label"),), (Piece(f"{_clock(whole)}        "),), COLUMN)
    entries.append(total)
    rows = -(-len(entries) // columns)
    lines = []
    for row in range(rows):
        pieces: list[Piece] = [Piece(" ")]
        for entry in entries[row::rows]:
            pieces += [*entry, Piece(" " * GAP)]
        lines.append(tuple(pieces[:-1]))
    return lines


def _entry(view: PhasesView, name: str, whole: float) -> Line:
    took = view.seconds.get(name)
    now = name == view.running
    left: Line = (
        Piece(PATTERNS.get(name, " ") + " ", _ink(name, view.accent)),
        Piece(name, "strong" if now else "label"),
    )
    if took is None:
        return spread(left, (Piece("–        ", "dim"),), COLUMN)
    share = f"{took / whole:7.1%} " if whole > 0 else NA.rjust(8)
    return spread(left, (Piece(_clock(took)), Piece(share, "label")), COLUMN)


def _clock(seconds: float) -> str:
    return clock_text(seconds, tenths=True)


def _ink(name: str, accent: int) -> str:
    return f"accent:{accent}" if name == "training" else ROLES.get(name, "value")
