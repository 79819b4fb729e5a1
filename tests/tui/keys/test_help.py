"""Help, palette and bindings of each screen come from the one table, those of the screen first."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from tests.engines.written import RACE
from tests.tui.keys.test_actions import racing
from tests.tui.screens.test_race import screen_text
from tui.app import FwdashApp
from tui.config import Config, read_config
from tui.keys.actions import ACTIONS, APP_ACTIONS
from tui.keys.scopes import SHARED, TITLES, calls, live
from tui.screens.code import CodeScreen
from tui.screens.devices import DevicesScreen
from tui.screens.help import HelpScreen, help_rows, help_table
from tui.screens.lane_detail import LaneDetailScreen
from tui.screens.log import LogScreen
from tui.screens.start_form import StartForm
from tui.sources.replay import Replay

SCREENS: dict[str, tuple[str, type[Screen[None]]]] = {
    "code": ("o", CodeScreen),
    "log": ("L", LogScreen),
    "detail": ("i", LaneDetailScreen),
    "devices": ("D", DevicesScreen),
    "form": ("N", StartForm),
    "help": ("question_mark", HelpScreen),
}
TEXTUAL = {"app.help_quit", "screen.copy_text", "screen.minimize", "app.focus_next"}
TEXTUAL |= {"app.focus_previous", "copy_text", "minimize", "app.copy_selected_text"}
"""What Textual binds on each screen by itself."""
# The screen of the demos stands at the bottom, where no key leads: `tests/tui/screens/test_demos.py`.


def test_every_scope_has_a_screen_and_a_title() -> None:
    assert {*SCREENS, "demos"} == set(SHARED) == set(TITLES)
    scopes = {action.scope for action in ACTIONS}
    assert scopes <= {"main", "replay", "reading", "pager", *SHARED}
    for action in ACTIONS:
        if action.scope not in ("main", "replay"):
            assert any(action.id in calls(scope) for scope in SHARED), action.id


@pytest.mark.parametrize("scope", SCREENS)
async def test_all_keys_of_a_screen_are_in_the_table_and_do_something(scope: str) -> None:
    key, kind = SCREENS[scope]
    async with racing(size=(120, 36)) as (app, _, pilot):
        await pilot.press(key)
        screen = app.screen
        assert isinstance(screen, kind)
        ours = {binding.id.partition(".")[0] for _, binding in screen._bindings if binding.id}
        assert ours == set(calls(scope))
        for _, binding in screen._bindings:
            name = binding.action.partition("(")[0]
            if binding.id:
                assert hasattr(screen, f"action_{name}"), binding
            else:
                assert binding.action in TEXTUAL, binding


@pytest.mark.parametrize("scope", ["main", *SHARED])
def test_help_has_each_action_once_and_what_is_live_here_first(scope: str) -> None:
    rows = help_rows(scope=scope)
    assert len(rows) == len(ACTIONS)
    assert sorted(row[2] for row in rows) == sorted(action.description for action in ACTIONS)
    if scope != "main":
        here = [action.description for action in live(scope) if action.id not in APP_ACTIONS]
        assert [row[2] for row in rows[: len(here)]] == here
        assert rows[0][0] == TITLES[scope]


async def test_the_part_in_focus_comes_first_on_the_main_screen() -> None:
    async with racing(size=(120, 36)) as (app, _, pilot):
        for keys, first in (([], "Lane"), (["escape", "shift+tab"], "Chart")):
            await pilot.press(*keys, "question_mark")
            await pilot.pause()
            heads = [line for line in screen_text(app).splitlines() if "  in focus" in line]
            assert len(heads) == 1
            assert first in heads[0]


@pytest.mark.parametrize("scope", ["code", "log", "detail", "devices"])
async def test_question_mark_helps_on_each_screen_and_the_palette_is_the_screens(
    scope: str,
) -> None:
    key, kind = SCREENS[scope]
    async with racing(size=(120, 36)) as (app, _, pilot):
        await pilot.press(key)
        screen = app.screen
        titles = [command.title for command in app.get_system_commands(screen)]
        own = live(scope)
        assert len(titles) == len(own) - ("command_palette" in {one.id for one in own})
        assert all(f"{one.description} (" in " ".join(titles) for one in own[:3])
        await pilot.press("question_mark")
        await pilot.pause()
        assert TITLES[scope] in screen_text(app)
        await pilot.press("down", "pagedown", "end", "home", "q")
        assert app.screen is screen
        assert isinstance(screen, kind)
        assert not app.leaving


async def test_a_palette_command_acts_on_the_screen_it_was_asked_on() -> None:
    async with racing() as (app, _, pilot):
        await pilot.press("L")
        screen = app.screen
        assert isinstance(screen, LogScreen)
        commands = {command.title: command for command in app.get_system_commands(screen)}
        await commands["Next least level (v)"].callback()
        assert screen.choice.level == "warning"
        await commands["Only that lane's lines (1-6)"].callback()
        assert screen.choice.lane == "torch"


async def test_a_click_beside_help_closes_it() -> None:
    async with racing(size=(120, 36)) as (app, _, pilot):
        await pilot.press("question_mark")
        await pilot.click(offset=(1, 1))
        await pilot.pause()
        assert app.screen is app.main


def test_local_keys_are_remapped_and_clash_only_with_what_is_live_there() -> None:
    config = read_config("[keys]\nlog_level = 'c'\ncode_steps = 'l'\ntoggle_compile = 'k'\n")
    assert config == Config(
        keys={"log_level": "c", "code_steps": "l", "toggle_compile": "k"}
    )  # each of these is another action's key on another screen
    config = read_config("[keys]\nlog_level = 'n'\ncode_steps = 'q'\nform_start = 'ctrl+y'\n")
    assert config.keys == {}
    assert [problem.rpartition("that of ")[2] for problem in config.problems] == [
        "log_next.",
        "quit.",
        "form_copy.",
    ]
    assert "log_lane needs 6 keys" in read_config("[keys]\nlog_lane = 'a'\n").problems[0]


async def test_a_remapped_local_key_works_and_its_footer_shows_it() -> None:
    from tests.tui import scripted
    from tests.tui.scripted import Scripted

    app = FwdashApp(Scripted(scripted.train()), Config(keys={"log_level": "c", "show_log": "w"}))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("w", "c")
        screen = app.screen
        assert isinstance(screen, LogScreen)
        assert screen.choice.level == "warning"
        await pilot.pause()
        assert " c level" in screen_text(app)
        await pilot.press("w")
        assert app.screen is app.main


async def test_help_begins_with_the_words_that_stand_on_the_screen() -> None:
    async with racing(size=(120, 36)) as (app, _, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        lines = screen_text(app).splitlines()
    rows = [line for line in lines if "│  " in line]
    assert "Words" in rows[0]
    for word in (
        "turns, free", "examples/s", "test loss", "waiting", "cold", "modes", "~, dim band",
        "one y-scale", "all, frozen", "threads", "contended", "disturbed",
    ):  # fmt: skip
        assert any(f"    {word}" in line for line in rows), word


@pytest.mark.parametrize(("scope", "first"), [("main", "Words"), ("detail", TITLES["detail"])])
def test_another_screen_begins_with_its_own_keys(scope: str, first: str) -> None:
    column = next(iter(help_table(scope=scope).columns))
    heads = [str(cell) for cell in column.cells if str(cell) and not str(cell).startswith(" ")]
    assert heads[0] == first
    assert heads.count("Words") == 1


async def test_in_a_replay_its_own_keys_come_before_those_that_can_do_nothing() -> None:
    app = FwdashApp(Replay(RACE, 1.0))
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        (head,) = [line for line in screen_text(app).splitlines() if "  in focus" in line]
        assert "Replay" in head
