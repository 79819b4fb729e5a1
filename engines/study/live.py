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
    ) -> None:
        """`log` is a run log to append to, or makes one from the run's id."""
        self.machine = machine
        self.header = header
        device = parse_device("cpu", machine)
        self._supervisor = Supervisor(
            header,
            machine,
            lambda supervisor: StudyDirector(supervisor, cells, device),
            log=log(header.id) if callable(log) else log,
        )
        self.log_path: Path | None = self._supervisor.log_path
        self.start = self._supervisor.start
        self.now = self._supervisor.now
        self.drain = self._supervisor.drain
        self.mark = self._supervisor.mark
        self.close = self._supervisor.close
