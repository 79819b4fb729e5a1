"""The form for the next run begins with what the present one is by now."""

from __future__ import annotations

import pytest
from msgspec import structs

from engines import events as ev
from engines.lane import name_lanes, parse_lane
from engines.recipe import PlannedChange
from engines.run.run import Run
from tests.tui import scripted
from tests.tui.keys.test_actions import racing
from tests.tui.scripted import Scripted
from tui.screens.start_form import StartForm
from tui.start.checked_plan import lane_specs, parse_changes
from tui.start.next_run import request_of_run

LANES = ("torch", "keras", "jax")


def moved(lane: str, device: str, mode: str) -> ev.Started:
    """A lane's worker was started anew."""
    return ev.Started(lane=lane, at=5.0, pid=9, attempt=2, device=device, mode=mode)


def switched(lane: str, mode: str) -> ev.ModeChanged:
    return ev.ModeChanged(lane=lane, at=6.0, mode=mode, previous="eager", step=50, seconds=0.1)


def planned(lanes: tuple[str, ...], *changes: PlannedChange) -> Scripted:
    """A scripted run with changes of mode that are planned."""
    source = Scripted(lanes=lanes)
    recipe = structs.replace(
        source.header.training,
        lanes=name_lanes([parse_lane(lane) for lane in lanes], lanes),
        changes=changes,
    )
    source.header = structs.replace(source.header, recipe=recipe)
    return source


def test_an_untouched_run_is_asked_for_as_it_was() -> None:
    source = planned(LANES, PlannedChange(lane="torch", step=100, mode="compile"))
    asked = request_of_run(source, Run(source.header))
    assert asked.lanes == LANES
    assert (asked.learning_rate, asked.batch_size, asked.schedule) == (0.1, 64, "turns")
    assert asked.changes == ("100:torch=compile",)


def test_devices_modes_settings_and_schedule_are_those_of_now() -> None:
    source = planned(LANES)
    run = Run(source.header)
    run.apply_all(
        [
            moved("torch", "cpu:1", "eager"),
            switched("torch", "compile"),
            switched("jax", "eager"),
            ev.SettingsChanged(lane="torch", at=7.0, learning_rate=0.02, batch_size=32, step=500),
            ev.ScheduleChanged(at=8.0, schedule="free"),
        ]
    )
    asked = request_of_run(source, run)
    assert asked.lanes == ("torch@cpu:1+compile", "keras", "jax+eager")
    assert (asked.learning_rate, asked.batch_size, asked.schedule) == (0.02, 32, "free")


@pytest.mark.parametrize("done", [False, True])
def test_a_planned_change_begins_again_in_the_mode_of_the_plan(done: bool) -> None:
    lanes = ("torch+eager", "torch+aot_eager")
    source = planned(lanes, PlannedChange(lane="torch+eager", step=100, mode="compile"))
    run = Run(source.header)
    run.apply(moved("torch+eager", "cpu:0", "eager"))
    if done:
        run.apply(switched("torch+eager", "compile"))
    asked = request_of_run(source, run)
    assert asked.lanes == ("torch@cpu:0", "torch+aot_eager")
    # The lane has another name by now, and the change goes with it.
    specs = lane_specs(asked.lanes, scripted.MACHINE)
    assert parse_changes(asked.changes, specs, None) == (
        PlannedChange(lane=specs[0].id, step=100, mode="compile"),
    )


def test_lanes_that_have_become_alike_are_asked_for_as_they_began() -> None:
    source = planned(("torch+eager", "torch+compile"))
    run = Run(source.header)
    run.apply(switched("torch+eager", "compile"))
    assert request_of_run(source, run).lanes == ("torch", "torch+compile")


async def test_the_form_shows_the_device_that_a_lane_was_moved_to() -> None:
    events = [*scripted.train(), moved("keras", "cpu:2-3", "xla")]
    async with racing(events) as (app, _, pilot):
        await pilot.press("N")
        await pilot.pause()
        assert isinstance(app.screen, StartForm)
        assert "keras@cpu:2-3+xla" in app.screen.command
