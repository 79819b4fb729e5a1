"""What happened to lanes as lines across their charts: changes of mode, and compilations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engines.report.chart_look import Style
from engines.run.lane_state import LaneState

MOST = 12
"""Lines in a chart; more hide the curves, and the table of what happened has them all."""


@dataclass(frozen=True)
class ChartMark:
    """A line at `x` in a lane's colour."""

    x: float
    label: str
    style: Style


def marks_of(
    lanes: list[LaneState], styles: Mapping[str, Style], axis: str
) -> tuple[ChartMark, ...]:
    """The first marks of all lanes along `step` or `lane`."""
    told = [mark for lane in lanes for mark in _of_lane(lane, styles[lane.id], axis)]
    return tuple(sorted(told, key=lambda mark: mark.x)[:MOST])


def _of_lane(lane: LaneState, style: Style, axis: str) -> Iterator[ChartMark]:
    if not len(lane.loss):
        return
    steps, at = lane.loss.x("step"), lane.loss.x(axis)
    changed = {change.step for change in lane.mode_changes}
    happened = [(change.step, change.mode) for change in lane.mode_changes]
    # A change that compiles is one line: it has the name of the mode already.
    happened += [
        (done.step, "compiled")
        for done in lane.compiles
        if not any(abs(done.step - step) <= 1 for step in changed)
    ]
    for step, what in happened:
        yield ChartMark(float(np.interp(step, steps, at)), f"{lane.id} {what}", style)
