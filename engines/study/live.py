"""A study that is measured here, as a screen sees it: what it can be asked, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from engines.device import Machine, parse_device
from engines.events import Header
from engines.runlog.writer import RunLog
from engines.study.director import CellOrder, StudyDirector
from engines.supervisor.supervisor import Supervisor


class LiveStudy:
    """A supervisor with the director of a study beside it. Every call returns at once."""

    def __init__(
        self,
        header: Header,
        cells: Sequence[CellOrder],
        machine: Machine,
        *,
        log: RunLog | Callable[[str], RunLog] | None,
        first: Sequence[str] | None = None,
    ) -> None:
        """`log` is a run log to append to, or makes one from the run's id; `first` are the cells to
        measure at once, by default all."""
        self.machine = machine
        self.header = header
        self._cells, self._first = cells, first
        self._supervisor = Supervisor(
            header,
            machine,
            self._direct,
            log=log(header.id) if callable(log) else log,
        )
        self.log_path: Path | None = self._supervisor.log_path
        self.start = self._supervisor.start
        self.now = self._supervisor.now
        self.drain = self._supervisor.drain
        self.mark = self._supervisor.mark
        self.close = self._supervisor.close

    def _direct(self, supervisor: Supervisor) -> StudyDirector:
        device = parse_device("cpu", self.machine)
        self._director = StudyDirector(supervisor, self._cells, device, self._first)
        return self._director

    def measure(self, ids: Sequence[str]) -> None:
        """Measure these cells next."""
        self._supervisor.request(lambda: self._director.measure(ids))
