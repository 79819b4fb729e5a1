"""The fold of a whole run log."""

from __future__ import annotations

from pathlib import Path

from engines.events import Header
from engines.run.run import Run
from engines.runlog.reader import LogReader


def read_run(path: Path) -> Run:
    """The fold of a whole run log; raises `RunError` as `LogReader.events` does."""
    events = LogReader(path).events()
    header = next(events)
    assert isinstance(header, Header)
    run = Run(header)
    run.apply_all(events)
    return run
