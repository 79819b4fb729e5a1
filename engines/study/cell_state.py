"""What is known of one cell: the fold of its events since its worker was last started."""

from __future__ import annotations

from typing import ClassVar

from engines.endings import Ending
from engines.events import Concluded, Found
from engines.outcomes import Outcome
from engines.phases import RUNNING
from engines.progress import WorkerProgress
from engines.run.worker_state import Folds, WorkerState
from engines.study.plan import CellSpec

BY_ENDING = {Ending.TIMED_OUT: Outcome.TIMED_OUT, Ending.INTERRUPTED: Outcome.INTERRUPTED}
"""What a worker's end makes of a cell that came to no outcome by itself; any other: it died."""


class CellState(WorkerState):
    """A worker that measures a cell: what it found, and how the cell ended."""

    def __init__(self, spec: CellSpec) -> None:
        super().__init__(spec.id, spec.framework, WorkerProgress(spec.device))
        self.subject = spec.subject
        self.mode = spec.mode
        self.version = spec.version
        self.findings: dict[str, Found] = {}
        """Name -> the finding said last under that name."""
        self.concluded: Concluded | None = None

    @property
    def outcome(self) -> str:
        """One of `engines.outcomes`, empty as long as it has none."""
        if self.concluded is not None:
            return self.concluded.outcome
        if self.crash is not None:
            return next(
                (to for end, to in BY_ENDING.items() if end == self.crash.ending), Outcome.DIED
            )
        return "" if self.status == RUNNING else Outcome.INTERRUPTED

    @property
    def detail(self) -> str:
        """What is to be said of the outcome."""
        return self.concluded.detail if self.concluded is not None else self.error

    def _fold_finding(self, event: Found) -> None:
        self.findings[event.name] = event

    def _fold_conclusion(self, event: Concluded) -> None:
        self.concluded = event

    FOLDS: ClassVar[Folds] = {
        **WorkerState.FOLDS,
        Found: _fold_finding,
        Concluded: _fold_conclusion,
    }
