"""A jump in a curve has its reason beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.events import Compiled, ModeChanged
from engines.report.chart_look import style
from engines.report.chart_marks import MOST, marks_of
from engines.report.reading import read
from tests.engines.written import step_times, trained, write_log


def changed(step: int, mode: str) -> ModeChanged:
    return ModeChanged(lane="torch", at=2.0, mode=mode, previous="eager", step=step, seconds=4.7e-6)


def compiled(step: int) -> Compiled:
    return Compiled(lane="torch", at=2.0, mode="compile", step=step, seconds=2.0)


@pytest.mark.parametrize("axis", ["step", "lane"])
def test_changes_of_mode_and_compilations_are_lines(axis: str, tmp_path: Path) -> None:
    chunks = trained("torch", step_times(20))
    log = write_log(
        tmp_path / "a",
        compiled(1),
        *chunks[:10],
        changed(100, "compile"),
        compiled(101),
        *chunks[10:],
    )
    run = read(log).run
    lanes = list(run.lanes.values())
    marks = marks_of(lanes, {"torch": style(0)}, axis)
    assert [mark.label for mark in marks] == ["torch compiled", "torch compile"]
    loss = lanes[0].loss
    place = loss.x(axis)[list(loss.x("step")).index(100)]
    assert marks[1].x == pytest.approx(place, rel=0.05)


def test_many_changes_do_not_hide_the_curves(tmp_path: Path) -> None:
    modes = ("compile", "eager")
    log = write_log(
        tmp_path / "a",
        *trained("torch", step_times(100)),
        *(changed(step, modes[step % 2]) for step in range(100, 900, 10)),
    )
    lanes = list(read(log).run.lanes.values())
    assert len(marks_of(lanes, {"torch": style(0)}, "step")) == MOST
