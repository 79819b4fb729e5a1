"""One slow step does not press the rest of a run onto the axis."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.run.run import Run
from tests.tui import scripted
from tests.widgets.chart.drawing import texts
from tui.screens.curves import Curves
from tui.views.race_view import markers
from widgets.chart import Curve, Plot, render

COUNT = 2000


def spiky(spikes: int = 3, **more: bool) -> Curve:
    """Step times about 0.75 ms, of which some took 40."""
    y = 0.75 + 0.1 * np.sin(np.arange(COUNT) / 30.0)
    y[:: COUNT // spikes] = 40.0
    return Curve(np.arange(COUNT, dtype=np.float64), y, **more)


def rows_in_use(curve: Curve, *, compact: bool) -> int:
    """Rows in which most columns of the line lie, without those that only spikes reach."""
    rows = texts(render(Plot((curve,), compact=compact), 60, 12).strips)
    return sum(sum(cell in BRAILLE for cell in row) > 10 for row in rows)


BRAILLE = {chr(0x2800 + dots) for dots in range(1, 256)}


@pytest.mark.parametrize("compact", [True, False])
def test_the_line_has_the_chart_and_the_outlier_its_figure(compact: bool) -> None:
    pressed, seen = spiky(), spiky(outliers_run_out=True)
    assert rows_in_use(pressed, compact=compact) <= 2
    assert rows_in_use(seen, compact=compact) >= 2
    assert rows_in_use(seen, compact=compact) > rows_in_use(pressed, compact=compact)
    text = "\n".join(texts(render(Plot((seen,), compact=compact), 60, 12).strips))
    assert "↑40" in text
    assert "↑" not in "\n".join(texts(render(Plot((pressed,), compact=compact), 60, 12).strips))


def test_a_spike_is_still_seen_at_the_top() -> None:
    top = texts(render(Plot((spiky(outliers_run_out=True),), compact=True), 60, 12).strips)[0]
    assert any(cell in BRAILLE for cell in top)


def test_where_nothing_is_far_out_all_is_shown() -> None:
    calm = replace(spiky(), y=0.75 + 0.1 * np.sin(np.arange(COUNT) / 30.0), outliers_run_out=True)
    assert "↑" not in "\n".join(texts(render(Plot((calm,)), 60, 12).strips))


def test_few_points_are_shown_whole() -> None:
    few = Curve(np.arange(4.0), np.array([1.0, 1.0, 40.0, 1.0]), outliers_run_out=True)
    assert "↑" not in "\n".join(texts(render(Plot((few,)), 60, 12).strips))


def test_it_is_the_step_time_that_is_shown_so() -> None:
    run = Run(scripted.header())
    run.apply_all(scripted.train())
    curves = Curves(run, markers(tuple(run.lanes)))
    shown = {kind: curves.curve(run.lanes["torch"], kind) for kind in ("loss", "step time")}
    assert [curve.outliers_run_out for curve in shown.values()] == [False, True]
