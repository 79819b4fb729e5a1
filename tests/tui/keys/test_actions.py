"""One table of actions: keys, footer, help and palette say the same, and every action acts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from engines import events as ev
from engines.errors import RunError
from tests.tui import scripted
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.keys.actions import ACTIONS
from tui.keys.scopes import SHARED, live
from tui.screens.choice import ChoiceScreen
from tui.screens.device_choice import DeviceChoice
from tui.screens.help import HelpScreen, help_rows
from tui.screens.log import LogScreen
from tui.screens.main_screen import DONE_BY_APP
from widgets.lane_pane import LanePane


@asynccontextmanager
async def racing(
    events: list[ev.AnyEvent] | None = None,
    size: tuple[int, int] = (120, 36),
    lanes: tuple[str, ...] = scripted.LANES,
) -> AsyncIterator[tuple[FwdashApp, Scripted, Pilot[None]]]:
    source = Scripted(scripted.train(lanes) if events is None else events, lanes=lanes)
    app = FwdashApp(source)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.tick()
        app.tick()
        await pilot.pause()
        yield app, source, pilot


def said(app: FwdashApp) -> str:
    return " ".join(note.message for note in app._notifications)


def test_the_table_names_each_action_and_key_once() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    for scope in ("main", *SHARED):
        keys = [key for action in live(scope) for key in action.key.split(",")]
        assert len(set(keys)) == len(keys), scope


async def test_every_action_is_done_by_somebody() -> None:
    async with racing() as (app, _, _pilot):
        for action in live("main"):
            by_app = action.id in DONE_BY_APP
            assert hasattr(app, f"action_{action.id}") or not by_app, action.id
            assert by_app or action.id == "select_lane" or action.id in app.main.done, action.id


async def test_bindings_are_those_of_the_table() -> None:
    async with racing() as (app, _, _pilot):
        bound = {
            binding.binding.action.removeprefix("app.")
            .removeprefix("do('")
            .split("'")[0]
            .split("(")[0]
            for binding in app.active_bindings.values()
            if binding.node in (app, app.main)
        }
    ours = {action.id for action in live("main")}
    # What Textual's screens bind by themselves, and the palette's own name for its key.
    textual = {"help_quit", "copy_text", "focus_next", "focus_previous", "minimize"}
    textual |= {"screen.copy_text", "copy_selected_text"}
    assert ours <= bound
    assert bound - ours <= textual


async def test_help_and_palette_and_footer_list_the_table() -> None:
    assert [row[2] for row in help_rows()] == [action.description for action in ACTIONS]
    async with racing(size=(200, 50)) as (app, _, _pilot):
        titles = [command.title for command in app.get_system_commands(app.screen)]
        footer = "".join(strip.text for strip in app.main.keys._strips)
    for action in live("main"):
        if action.id != "command_palette":
            assert f"{action.description} ({action.key_text})" in titles
        if action.footer:
            assert f"{action.key_text} {action.label}" in footer


@pytest.mark.parametrize(
    ("keys", "command"),
    [
        (["c"], ("set_mode", "torch", "compile")),
        (["2", "c"], ("set_mode", "keras", "xla")),
        (["3", "c"], ("set_mode", "jax", "eager")),
        (["m", "down", "down", "enter"], ("set_mode", "torch", "compile-step")),
        (["space"], ("pause", "torch")),
        (["space", "space"], ("resume", "torch")),
        (["r", "down", "enter"], ("restart", "torch", None)),
        (["d", "down", "enter"], ("restart", "torch", "cpu:0")),
        (["d", "tab", *"cpu:1-2", "enter"], ("restart", "torch", "cpu:1-2")),
        (["t"], ("set_schedule", "free")),
        (["n", *"hi", "enter"], ("mark", "hi")),
        (["u", *"0.01", "enter"], ("change_settings", 0.01, None)),
        (["b", *"32", "enter"], ("change_settings", None, 32)),
        (["n", "enter"], ("mark", "mark 1")),
    ],
    ids=lambda value: " ".join(map(str, value)),
)
async def test_keys_become_commands(keys: list[str], command: tuple[object, ...]) -> None:
    async with racing() as (_, source, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        assert source.commands[-1] == command


async def test_all_lanes_are_compiled_and_paused_together() -> None:
    async with racing() as (_, source, pilot):
        await pilot.press("C", "P", "P")
        assert source.commands == [
            ("set_mode", "torch", "compile"),
            ("set_mode", "keras", "xla"),
            *(("pause", lane) for lane in scripted.LANES),
            *(("resume", lane) for lane in scripted.LANES),
        ]


@pytest.mark.parametrize(
    ("keys", "said_then"),
    [
        (("u", *"0.01", "enter"), "All lanes change after step 3,180: learning rate 0.01."),
        (("b", *"32", "enter"), "All lanes change after step 3,180: batch size 32."),
    ],
)
async def test_the_step_of_a_change_is_said_as_soon_as_it_is_planned(
    keys: tuple[str, ...], said_then: str
) -> None:
    async with racing() as (app, _, pilot):
        await pilot.press(*keys)
        await pilot.pause()  # the dialog answers when it is gone
        app.tick()
        await pilot.pause()
        assert said(app) == said_then


async def test_a_pause_shows_before_the_worker_gives_its_turn_back() -> None:
    async with racing(size=(200, 50)) as (app, _, pilot):
        await pilot.press("2", "space")
        app.tick()
        assert [app.main.lane_view(lane, 30.0).phase for lane in scripted.LANES] == [
            "training",
            "paused",
            "training",
        ]


async def test_a_second_toggle_goes_back_before_the_first_is_answered() -> None:
    async with racing() as (_, source, pilot):
        await pilot.press("c", "c")
        assert [command[2] for command in source.commands] == ["compile", "eager"]


async def test_a_dialog_can_be_left_without_a_command() -> None:
    async with racing() as (app, source, pilot):
        for key, screen in (("m", ChoiceScreen), ("r", ChoiceScreen), ("d", DeviceChoice)):
            await pilot.press(key)
            assert isinstance(app.screen, screen)
            await pilot.press("escape")
            assert app.screen is app.main
        assert source.commands == []


async def test_a_device_that_is_not_there_is_said_in_the_dialog() -> None:
    async with racing() as (app, source, pilot):
        await pilot.press("d", "tab", *"cuda:3", "enter")
        note = app.screen.query_one(".dialog--note")
        assert "cuda:3" in str(note.render())
        assert source.commands == []


async def test_keys_that_cannot_work_say_why() -> None:
    async with racing(scripted.done()) as (app, source, pilot):
        await pilot.press("c", "space", "m", "C", "P", "5", "[")
        text = said(app)
        assert source.commands == []
        assert "torch has finished: nothing to compile" in text
        assert "No lane runs" in text
        assert "There is no lane 5: this run has 3 lanes" in text
        assert "zoom in" in text


async def test_a_crashed_lane_restarts_without_asking() -> None:
    async with racing(scripted.crashed()) as (_, source, pilot):
        await pilot.press("2", "r")
        assert source.commands == [("restart", "keras", None)]


async def test_a_command_that_the_source_refuses_is_one_sentence() -> None:
    async with racing() as (app, source, pilot):
        source.refuse = RunError("The replay [only] plays.")
        await pilot.press("c")
        assert "The replay [only] plays." in said(app)


async def test_the_chart_is_looked_at_by_keys() -> None:
    async with racing() as (app, _, pilot):
        chart = app.main.chart
        await pilot.press("x")
        assert chart.plot.unit.startswith("device time")
        await pilot.press("x", "x", "l")
        assert chart.plot.unit == "step"
        assert not chart.view.log_y
        await pilot.press("+", "+")
        assert chart.view.status == "live"
        await pilot.press("[", "]", "-", "-", "-")
        assert chart.view.status == "all"
        await pilot.press("left", "left", "right")
        assert chart.cursor is not None
        await pilot.press("escape")
        assert chart.cursor is None
        await pilot.press("+", "0", "z", "s")
        assert chart.view.x_range is None
        assert chart.plot.front == 1
        assert chart.plot.smoothing == 0.9


async def test_tab_goes_round_chart_and_lanes_and_f_shows_one_alone() -> None:
    async with racing() as (app, _, pilot):
        race = app.main
        assert race.focused is race.panes["torch"]
        await pilot.press("f")
        assert [pane.lane for pane in race.query(LanePane) if pane.display] == ["torch"]
        assert not race.chart.display
        await pilot.press("tab")
        assert [pane.lane for pane in race.query(LanePane) if pane.display] == ["keras"]
        await pilot.press("escape", "shift+tab", "shift+tab")
        assert race.focused is race.chart
        assert race.selection.selected == "torch"
        await pilot.press("f")
        assert race.chart.display
        assert not any(pane.display for pane in race.query(LanePane))


@pytest.mark.parametrize(
    ("keys", "answer"), [("m", ("down", "enter")), ("b", (*"32", "enter")), ("u", ("1", "enter"))]
)
async def test_a_dialog_over_lanes_that_end_changes_nothing(
    keys: str, answer: tuple[str, ...]
) -> None:
    async with racing() as (app, source, pilot):
        await pilot.press(keys)
        source.pending += [
            ev.Crashed(lane=lane, at=30.0, reason="killed by SIGKILL") for lane in scripted.LANES
        ]
        app.tick()
        await pilot.press(*answer)
        await pilot.pause()
        assert source.commands == []
        assert "nothing to change" in said(app)


async def test_a_lane_that_dies_on_the_way_to_a_mode_shows_the_one_that_it_was_in() -> None:
    async with racing() as (app, source, pilot):
        await pilot.press("c")
        assert app.main.lane_view("torch", 30.0).mode == "eager → compile"
        source.pending.append(ev.Crashed(lane="torch", at=30.0, reason="killed by SIGKILL"))
        app.tick()
        assert app.main.lane_view("torch", 30.0).mode == "eager"


@pytest.mark.parametrize("key", ["D", "i"])
async def test_a_tick_while_the_app_closes_does_no_harm(key: str) -> None:
    async with racing(size=(80, 24)) as (app, _, pilot):
        await pilot.press(key)
        await pilot.pause()
        for _ in range(10):
            app.set_interval(0.001, app.tick)
    assert app.crash is None


async def test_help_log_and_palette_open_and_close() -> None:
    async with racing(scripted.crashed()) as (app, _, pilot):
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape", "L")
        assert isinstance(app.screen, LogScreen)
        text = "\n".join(strip.text for strip in app.screen.pane._strips)
        assert "K keras" in text
        assert "ResourceExhaustedError" in text
        app.source.pending.append(  # type: ignore[attr-defined]
            ev.Logged(lane="jax", at=30.0, line="one line more")
        )
        app.tick()
        assert any("one line more" in strip.text for strip in app.screen.pane._strips)
        await pilot.press("escape", "ctrl+p")
        await pilot.pause()
        assert type(app.screen).__name__ == "CommandPalette"


async def test_a_palette_command_does_its_action() -> None:
    async with racing() as (app, source, _pilot):
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        await commands["Toggle compilation (c)"].callback()
        assert source.commands == [("set_mode", "torch", "compile")]


async def test_the_mouse_selects_lanes_and_presses_keys() -> None:
    async with racing() as (app, source, pilot):
        await pilot.click(app.main.panes["jax"])
        assert app.main.selection.selected == "jax"
        await pilot.click(app.main.keys, offset=(2, 0))
        await pilot.pause()
        assert source.commands == [("set_mode", "jax", "eager")]


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quitting_ends_the_workers_first(key: str) -> None:
    async with racing() as (app, source, pilot):
        await pilot.press(key)
        await app._leave_task
        assert source.closed == 1
        assert app.return_code == 0
