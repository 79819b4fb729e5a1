"""From a run of demos to what its screen shows: the catalogue, code, figures and reports as plain lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import groupby
from pathlib import Path

from engines.demos.catalogue import MODES, Demo, cell_id
from engines.demos.table import figure, same_as_plain
from engines.outcomes import Outcome
from engines.phases import RUNNING
from engines.run.run import Run
from engines.safe_text import printable
from engines.study.cell_state import CellState
from widgets.code_pane import CodeView
from widgets.fold import fold
from widgets.line import Line, Piece, cut, width
from widgets.quantities import NA

BUG = "●"
ABOVE = 3
"""Lines of code that are shown above the bug's, at least."""
ROLES: dict[str, str] = {
    Outcome.RIGHT: "good",
    Outcome.SILENTLY_WRONG: "error",
    Outcome.RAISES: "warning",
    Outcome.WARNS: "warning",
}
"""How an outcome is shown; any other is a label."""
FIGURES = {
    "stage": "stage",
    "line named": "line_named",
    "values named": "values_named",
    "frames": "frames",
    "below": "frames_below",
    "hidden": "frames_hidden",
    "lines": "report_lines",
    "up": "scroll_lines",
    "debugger finds": "post_mortem",
    "compiled": "compilations",
}
"""How the screen calls a figure -> its name in the table."""
WAITS = "not measured: enter measures it"
_FRAME = re.compile(r'\s*File "(.+)", line (\d+)')


def cell_of(run: Run, demo: str, framework: str, mode: str, version: str) -> CellState | None:
    """The cell of that place, None where the run has none."""
    return run.cells.get(cell_id(demo, framework, mode, version))


def cells_of(run: Run, demo: str) -> list[CellState]:
    """All cells of a demo."""
    return [cell for cell in run.cells.values() if cell.subject == demo]


def state_of(cell: CellState) -> Piece:
    """A cell's outcome, or what it does now."""
    if cell.outcome:
        return Piece(cell.outcome, ROLES.get(cell.outcome, "label"))
    return Piece(cell.phase if cell.attempt else "not measured", "dim")


def glance(run: Run, demo: str, framework: str) -> Piece:
    """One letter for a framework's bug in its plain mode: what it is known to come to."""
    cell = cell_of(run, demo, framework, MODES[framework][0], "bug")
    if cell is None or not cell.outcome:
        return Piece("·", "dim")
    if cell.outcome == Outcome.IMPOSSIBLE:
        return Piece("–", "dim")
    return Piece(cell.outcome[0], state_of(cell).role)


def code_view(demo: Demo, framework: str, version: str, title: Line) -> CodeView | None:
    """A version's code with the bug's line marked; None where the framework has none."""
    if framework not in demo.frameworks:
        return None
    snippet = demo.snippet(framework)
    if version not in snippet.versions:
        return None
    first, _ = snippet.span(version)
    bug = min(snippet.bug_lines(version), default=first)
    signs: dict[int, Line] = {line: (Piece(BUG, "error"),) for line in snippet.bug_lines(version)}
    return CodeView(title=title, text=snippet.text, home=max(first, bug - ABOVE), signs=signs)


def figure_lines(run: Run, cell: CellState, cells: int) -> list[Line]:
    """The figures of a cell, as many a line as fit."""
    if not cell.outcome:
        return [(Piece(cell.phase if cell.attempt else WAITS, "dim"),)]
    same = same_as_plain(run, cell)
    facts = [(label, _told(figure(cell, name))) for label, name in FIGURES.items()]
    cpu = figure(cell, "cpu_seconds")
    facts.append(("CPU", NA if cpu is None else f"{cpu:.2f} s"))
    facts.append(("as in plain mode", _told(same)))
    prints, stops = figure(cell, "prints"), figure(cell, "stops")
    if prints is not None:
        facts.append(("printed", f"{len(prints)} times"))
    if stops is not None:
        ups = f", {stops[0]['ups']} up" if stops else ""
        facts.append(("stopped", f"{len(stops)} times{ups}"))
    return _packed(facts, cells)


def _told(value: object) -> str:
    if value is None:
        return NA
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value == "none" else str(value).replace("_", " ")


def _packed(facts: Sequence[tuple[str, str]], cells: int) -> list[Line]:
    """Facts on lines of `cells`, none broken."""
    lines: list[Line] = []
    for name, value in facts:
        fact = (Piece(f"{name} ", "label"), Piece(value))
        if lines and width(lines[-1]) + 2 + width(fact) <= cells:
            lines[-1] = (*lines[-1], Piece("  "), *fact)
        else:
            lines.append(fact)
    return lines


def report_lines(
    cell: CellState, file: Path, bug: Collection[int], cells: int, *, folded: bool
) -> list[Line]:
    """The report as the framework printed it; frames of others are folded into a line, if asked for.

    The demo's own folder is left out of paths, and lines longer than `cells` go on below.
    """
    report = figure(cell, "report")
    text = report.replace(f"{file.parent}/", "") if isinstance(report, str) else ""
    lines: list[Line] = []
    if cell.detail:
        lines = [(Piece(printable(cell.detail), "strong"),), ()]
    for own, block in groupby(_blocks(text.splitlines()), key=lambda one: _is_own(one[0], file)):
        told = list(block)
        if own is None or own or not folded:
            lines += [
                (Piece(printable(line), _role(own, one[0], bug)),) for one in told for line in one
            ]
        else:
            frames = f"{len(told)} frame{'s' if len(told) > 1 else ''}"
            lines.append((Piece(f"  … {frames} of others", "dim"),))
    return [row for line in lines for row in _fitted(line, cells)]


def _role(own: bool | None, frame: str, bug: Collection[int]) -> str:
    """How a line of a report looks: that of the bug stands out, then the person's own."""
    if own is None:
        return "value"
    place = _FRAME.match(frame)
    if own and place is not None and int(place[2]) in bug:
        return "error"
    return "strong" if own else "dim"


def _fitted(line: Line, cells: int) -> list[Line]:
    """The rows of a line; the marks below a piece of code mean nothing on a row of their own."""
    if not line or not line[0].text.strip(" ^~"):
        return [cut(line, cells)] if line else [line]
    return fold(line, cells, hang=2)


def _is_own(line: str, file: Path) -> bool | None:
    """Whether a block is a frame of the person's file; None for one that is no frame."""
    found = _FRAME.match(line)
    return None if found is None else found[1] == file.name


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """Frames with the code below them, and every other line by itself."""
    blocks: list[list[str]] = []
    in_frame = 0
    for line in lines:
        if _FRAME.match(line):
            blocks.append([line])
            in_frame = len(line) - len(line.lstrip())
        elif blocks and in_frame and len(line) - len(line.lstrip()) > in_frame:
            blocks[-1].append(line)
        else:
            blocks.append([line])
            in_frame = 0
    return blocks


def progress_line(run: Run) -> str:
    """How many cells are measured."""
    begun = [cell for cell in run.cells.values() if cell.attempt]
    done = sum(cell.status != RUNNING for cell in begun)
    return f"{done} of {len(run.cells)} cells measured"
