"""A study that counts, as a source: the second director, with the header of a study before it."""

from __future__ import annotations

from engines.device import find_machine
from engines.events import SCHEMA, Header
from engines.order import Measure
from engines.runlog.writer import RunLog
from engines.study.plan import CellSpec, StudyPlan
from engines.supervisor.supervisor import Supervisor
from tests.engines.supervisor.counting import CountingDirector


def study_header(*cells: str) -> Header:
    """The header of a run that measures these cells."""
    specs = tuple(CellSpec(id=cell, subject="counting") for cell in cells)
    return Header(
        at=0.0,
        schema=SCHEMA,
        id="count",
        started_at="2026-01-01T00:00:00+00:00",
        study=StudyPlan(name="counting", cells=specs),
        host={},
        versions={},
    )


def counting(
    cells: dict[str, Measure], log: RunLog | None, *, seconds: float | None = None
) -> Supervisor:
    """A supervisor whose director counts."""
    header = study_header(*cells)
    return Supervisor(
        header,
        find_machine(),
        lambda supervisor: CountingDirector(supervisor, cells, seconds=seconds),
        log=log,
    )
