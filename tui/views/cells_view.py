"""From a run to the table of its cells: plain texts."""

from __future__ import annotations

from engines.phases import RUNNING
from engines.run.run import Run
from engines.study.cell_state import CellState
from widgets.quantities import NA

COLUMNS = ("cell", "subject", "framework", "mode", "state", "outcome", "findings")


def cell_rows(run: Run) -> list[tuple[str, ...]]:
    """A row a cell, in the order of the study; what is not known yet is empty."""
    return [
        (
            cell.id,
            cell.subject,
            cell.framework or NA,
            cell.mode or NA,
            cell.phase if cell.status == RUNNING else cell.status,
            cell.outcome,
            str(len(cell.findings) or ""),
        )
        for cell in run.cells.values()
    ]


def cell_lines(cell: CellState) -> list[str]:
    """What a cell found and how it ended, a line each; the last lines of its output stand below."""
    lines = [f"{cell.outcome}: {cell.detail}" if cell.detail else cell.outcome]
    lines += [
        f"{one.name}  {NA if one.value is None else one.value} {one.unit}".rstrip()
        for one in cell.findings.values()
    ]
    return [line for line in lines if line] + [entry.line for entry in list(cell.log)[-6:]]


def study_line(run: Run) -> str:
    """The study's name, and how many of its cells are done."""
    study = run.header.study
    done = sum(cell.status != RUNNING for cell in run.cells.values())
    return f"{study.name if study else NA}   {done} of {len(run.cells)} cells done"
