"""What the big chart is given: changes that lanes made together are named once."""

from __future__ import annotations

from engines import events as ev
from engines.run.run import Run
from tests.tui import scripted
from tui.screens.curves import Curves
from tui.views.race_view import markers


def curves_of(*more: ev.AnyEvent) -> Curves:
    run = Run(scripted.header())
    run.apply_all([*scripted.train(), *more])
    return Curves(run, markers(scripted.LANES))


def changed(lane: str, step: int = 1500) -> ev.SettingsChanged:
    return ev.SettingsChanged(lane=lane, at=20.0, learning_rate=0.01, batch_size=64, step=step)


def test_a_change_of_all_lanes_at_one_step_is_one_mark() -> None:
    marks = curves_of(*(changed(lane) for lane in scripted.LANES)).chart("step").marks
    assert [(mark.x, mark.label, mark.accent) for mark in marks] == [(1500.0, "TKJ lr 0.01", None)]


def test_a_change_of_one_lane_is_in_its_colour() -> None:
    marks = curves_of(changed("torch"), changed("jax", 1600)).chart("step").marks
    assert [(mark.label, mark.accent) for mark in marks] == [("T lr 0.01", 0), ("J lr 0.01", 2)]


def test_the_cursor_reads_each_lane_where_it_was() -> None:
    curves = curves_of()
    lane = curves._run.lanes["torch"]
    at = curves.cursor(lane, "step", 1200.0)
    assert at is not None
    assert at.step == 1200
    assert at.loss is not None
    assert at.smoothed_loss is not None
    assert abs(curves.x_of(lane, "lane", 1200.0) - at.lane_seconds) < 1e-9
    assert curves.cursor(lane, "step", None) is None
    assert curves.cursor(lane, "step", 2401.0) is None
    assert curves.cursor(Run(scripted.header()).lanes["torch"], "step", 1.0) is None


def test_on_lane_time_a_compilation_lies_before_the_step_that_it_delayed() -> None:
    curves = curves_of(
        ev.Compiled(lane="torch", at=40.0, mode="compile", step=1201, seconds=2.0, reason="batch")
    )
    lane = curves._run.lanes["torch"]
    before = curves.x_of(lane, "lane", 1200.0)
    assert any(abs(span.start - before) < 1e-9 for span in curves.chart("lane").spans)


def test_one_lane_is_offered_no_difference_to_itself() -> None:
    def offered(*lanes: str) -> set[str]:
        run = Run(scripted.header(lanes))
        return {metric.name for metric in Curves(run, markers(lanes)).metrics}

    assert offered("torch", "jax") - offered("torch") == {"loss difference"}
