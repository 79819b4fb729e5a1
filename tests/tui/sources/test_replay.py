"""A replay in the dashboard: it plays, stands still, goes anywhere, and refuses to be told anything."""

from __future__ import annotations

import math
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engines import events as ev
from engines.replay.fold import Fold
from engines.replay.goals import AtTime
from engines.run.read import read_run
from engines.runlog.cursor import LogCursor
from tests.engines.logs import RECORDED, write_log
from tests.engines.same_run import assert_same
from tests.engines.streams import steps
from tests.tui import scripted
from tests.tui.keys.test_actions import racing, said
from tests.tui.screens.test_race import screen_text
from tui.app import FwdashApp
from tui.keys.actions import ACTIONS
from tui.screens.help import HelpScreen, help_rows
from tui.screens.log import LogScreen
from tui.sources.replay import REFUSAL, Replay
from tui.views.log_tail import LogTail
from widgets.transport_bar import TransportBar


class Clock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def replaying(
    log: Path, size: tuple[int, int] = (120, 36), speed: float = 1.0
) -> AsyncIterator[tuple[FwdashApp, Replay, Clock, Pilot[None]]]:
    clock = Clock()
    replay = Replay(log, speed, clock=clock)
    app = FwdashApp(replay)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, replay, clock, pilot
        replay.close()


async def settle(app: FwdashApp, pilot: Pilot[None]) -> None:
    """Until the replay is where it was told to go, and that is painted."""
    for _ in range(200):
        app.tick()
        if app.source.goal is None:  # type: ignore[attr-defined]
            break
        await pilot.pause(0.02)
    for _ in range(12):
        app.tick()
    await pilot.pause()


def folded(log: Path, seconds: float) -> Fold:
    """The fold of the log up to a time, from the beginning."""
    fold = Fold(LogCursor(log))
    fold.advance(AtTime(seconds), math.inf)
    return fold


@pytest.fixture(autouse=True)
def enough_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick that is not cut short where the machine is busy."""
    monkeypatch.setattr("tui.sources.replay.WORK", 10.0)


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A copy of the recorded run, beside which an index may lie."""
    return Path(shutil.copy(RECORDED, tmp_path / "race.fwdash.jsonl"))


async def test_it_plays_at_its_speed_and_stands_still(recorded: Path) -> None:
    async with replaying(recorded, speed=4.0) as (app, replay, clock, pilot):
        app.tick()
        clock.now += 3.0
        app.tick()
        assert replay.now() == pytest.approx(12.0)
        assert_same(app.known, folded(recorded, 12.0).run)
        await pilot.press("i", "space")
        assert "space play" in screen_text(app).splitlines()[-1]
        await pilot.press("escape")
        await pilot.pause()
        clock.now += 5.0
        app.tick()
        assert replay.now() == pytest.approx(12.0)
        assert "paused" in screen_text(app)
        await pilot.press("space")
        clock.now += 60.0
        app.tick()
        await settle(app, pilot)
        assert "at end" in screen_text(app)
        assert_same(app.known, read_run(recorded))


async def test_speeds_go_from_a_quarter_to_64(recorded: Path) -> None:
    async with replaying(recorded) as (app, replay, _, pilot):
        await pilot.press(*["right_curly_bracket"] * 7)
        assert replay.speed == 64
        assert "64x is the fastest" in said(app)
        await pilot.press(*["left_curly_bracket"] * 9)
        assert replay.speed == 0.25


async def test_single_steps_of_the_selected_lane(recorded: Path) -> None:
    async with replaying(recorded) as (app, replay, _, pilot):
        await pilot.press("space", "2", "g", *"333", "enter")
        await settle(app, pilot)
        lane = app.known.lanes["keras"]
        assert lane.step == 333
        loss = lane.last_loss
        for key, step in ((".", 334), (".", 335), (",", 334), (",", 333)):
            await pilot.press("full_stop" if key == "." else "comma")
            await settle(app, pilot)
            assert app.known.lanes["keras"].step == step
        assert app.known.lanes["keras"].last_loss == loss
        assert not replay.playing


async def test_events_of_interest_are_gone_through_in_both_directions(recorded: Path) -> None:
    async with replaying(recorded) as (app, replay, _, pilot):
        places = []
        for _ in range(7):
            await pilot.press("greater_than_sign")
            await settle(app, pilot)
            places.append(replay.fold.cursor.before)
        await pilot.press("greater_than_sign")
        assert "No compilation, change, crash or mark after this" in said(app)
        kinds = [type(replay.fold.cursor.event_at(place)) for place in places]
        assert kinds.count(ev.Compiled) == 4
        assert kinds.count(ev.ModeChanged) == 3
        for place in places[-2::-1]:
            await pilot.press("less_than_sign")
            await settle(app, pilot)
            assert replay.fold.cursor.before == place


@pytest.mark.parametrize(
    ("text", "at"), [("12.5s", 12.5), ("0:33", 33.0), ("end", 39.025156), ("start", 0.0)]
)
async def test_a_written_place_is_gone_to(recorded: Path, text: str, at: float) -> None:
    async with replaying(recorded) as (app, replay, _, pilot):
        await pilot.press("space", "g", *text, "enter")
        await settle(app, pilot)
        assert replay.now() == pytest.approx(at)
        assert_same(app.known, folded(recorded, at).run)


async def test_a_place_that_is_none_is_said(recorded: Path) -> None:
    async with replaying(recorded) as (app, _, _, pilot):
        await pilot.press("g", *"soon", "enter")
        assert "'soon' is no place in a run" in said(app)


async def test_seeking_home_end_and_by_seconds(recorded: Path) -> None:
    async with replaying(recorded) as (app, replay, _, pilot):
        await pilot.press("space", "end")
        await settle(app, pilot)
        await pilot.press("shift+left", "left_parenthesis", "right_parenthesis")
        await settle(app, pilot)
        assert replay.now() == pytest.approx(replay.total - 5.0)
        await pilot.press("home")
        await settle(app, pilot)
        assert replay.now() == 0.0
        assert app.known.revision == 0


async def test_a_click_on_the_bar_seeks(recorded: Path) -> None:
    async with replaying(recorded) as (app, replay, _, pilot):
        await pilot.press("space")
        app.tick()
        begin, cells = app.main.query_one(TransportBar).bar
        await pilot.click(TransportBar, offset=(begin + cells // 2, 0))
        await settle(app, pilot)
        assert replay.now() == pytest.approx(replay.total / 2, rel=0.03)
        await pilot.click(TransportBar, offset=(1, 0))
        assert replay.playing


async def test_drawing_along_the_bar_seeks_and_copies_nothing(recorded: Path) -> None:
    async with replaying(recorded) as (app, replay, _, pilot):
        await pilot.press("space")
        app.tick()
        begin, cells = app.main.query_one(TransportBar).bar
        await pilot.mouse_down(TransportBar, offset=(begin + 2, 0))
        await pilot.hover(TransportBar, offset=(begin + cells // 2, 0))
        await pilot.mouse_up(TransportBar, offset=(begin + cells // 2, 0))
        await settle(app, pilot)
        assert replay.now() == pytest.approx(replay.total / 2, rel=0.03)
        assert app.clipboard == ""


async def test_everything_on_the_screen_is_of_that_moment(recorded: Path) -> None:
    async with replaying(recorded) as (app, _, _, pilot):
        await pilot.press("space", "g", *"14s", "enter")
        await settle(app, pilot)
        before = screen_text(app)
        await pilot.press("end")
        await settle(app, pilot)
        assert screen_text(app) != before
        await pilot.press("g", *"14s", "enter")
        await settle(app, pilot)
        assert screen_text(app) == before


@pytest.mark.parametrize("key", ["i", "D", "o", "L"])
async def test_the_screens_over_it_show_that_moment_too(recorded: Path, key: str) -> None:
    async with replaying(recorded) as (app, replay, _, pilot):
        await pilot.press("space", "g", *"11s", "enter")
        await settle(app, pilot)
        await pilot.press(key)
        await settle(app, pilot)
        before = screen_text(app)
        replay.to_time(39.0)
        await settle(app, pilot)
        later = screen_text(app)
        replay.to_time(11.0)
        await settle(app, pilot)
        assert screen_text(app) == before
        assert (later != before) == (key in "iDo")
        await pilot.press("full_stop", "less_than_sign")
        await settle(app, pilot)
        assert app.crash is None


async def test_the_log_holds_what_had_been_written_by_then(tmp_path: Path) -> None:
    told: list[ev.AnyEvent] = [
        ev.Logged(lane="torch", at=float(at), line=f"line {at} end") for at in range(50)
    ]
    log = write_log(tmp_path / "a.fwdash.jsonl", told)
    async with replaying(log) as (app, replay, _, pilot):
        await pilot.press("space", "end", "L")
        await settle(app, pilot)
        assert isinstance(app.screen, LogScreen)
        assert "line 49 end" in screen_text(app)
        replay.to_time(20.0)
        await settle(app, pilot)
        text = screen_text(app)
        assert "line 20 end" in text
        assert "line 21 end" not in text
        whole = LogTail()
        whole.add(told[:21])
        assert list(app.log_tail.lines) == list(whole.lines)


async def test_a_change_of_settings_is_said_when_the_replay_comes_to_where_it_was_planned(
    tmp_path: Path,
) -> None:
    told = [
        ev.Started(lane="torch", at=0.1, pid=7, attempt=1, device="cpu", mode="eager"),
        ev.Phase(lane="torch", at=0.2, phase="training"),
        ev.SettingsPlanned(at=10.0, step=3180, learning_rate=0.01),
        ev.Phase(lane="torch", at=20.0, phase="waiting"),
    ]
    log = write_log(tmp_path / "a.fwdash.jsonl", told)
    async with replaying(log) as (app, _, clock, pilot):
        clock.now += 9.0
        app.tick()
        assert said(app) == ""
        clock.now += 2.0
        app.tick()
        await pilot.pause()
        assert said(app) == "All lanes change after step 3,180: learning rate 0.01."


async def test_commands_are_refused_once_and_open_nothing(recorded: Path) -> None:
    async with replaying(recorded, size=(80, 24)) as (app, _, _, pilot):
        for count, key in enumerate("cCmPrdtubn", 1):
            await pilot.press(key)
            await pilot.pause()
            assert app.screen is app.main, key
            assert [note.message for note in app._notifications] == [REFUSAL] * count, key


async def test_devices_are_those_that_were_recorded(recorded: Path) -> None:
    async with replaying(recorded) as (app, replay, _, pilot):
        await pilot.press("end", "D")
        await settle(app, pilot)
        text = screen_text(app)
        assert "AMD EPYC" in text
        assert len(replay.machine.cores) == 2
        assert replay.machine.memory_bytes == 25276510208
        keys = text.splitlines()[-1]
        assert "move the lane here" not in keys
        await pilot.press("enter")
        assert REFUSAL in said(app)


async def test_help_lists_the_keys_of_a_replay_only_there(recorded: Path) -> None:
    ours = {action.description for action in ACTIONS if action.scope == "replay"}
    async with replaying(recorded) as (app, _, _, pilot):
        rows = {row[2] for row in help_rows(app.actions)}
        titles = [command.title for command in app.get_system_commands(app.screen)]
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
    assert ours | {"Play or pause"} <= rows
    assert all(any(title.startswith(one) for title in titles) for one in ours)
    async with racing() as (app, _, pilot):
        assert not ours & {row[2] for row in help_rows(app.actions)}
        await pilot.press("g", "full_stop", "home")
        assert app.screen is app.main
        await app.main.do("next_event")
        await pilot.pause()
        assert "Only a replay can be moved through" in said(app)


async def test_every_replay_action_is_done_by_somebody(recorded: Path) -> None:
    async with replaying(recorded) as (app, _, _, _pilot):
        actions = {action.id for action in ACTIONS if action.scope == "replay"}
        assert actions == set(app.main.replay.actions)


async def test_damage_is_said_with_its_place(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a.fwdash.jsonl", scripted.train())
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join([*lines[:20], b"{broken}\n", *lines[20:]]))
    async with replaying(log, size=(200, 50)) as (app, replay, _, pilot):
        app.tick()
        await pilot.pause()
        assert replay.damage is not None
        assert replay.total == pytest.approx(max(event.at for event in scripted.train()[:19]))
        assert replay.damage.line == 21
        assert "read up to line 20" in said(app)
        assert "line 21 is damaged" in screen_text(app)


async def test_no_size_is_too_small(recorded: Path) -> None:
    async with replaying(recorded, size=(80, 24)) as (app, _, _, pilot):
        for size in ((80, 24), (60, 20), (40, 10), (10, 3), (1, 1), (120, 36)):
            await pilot.resize_terminal(*size)
            await pilot.press("full_stop", "shift+right", "f", "f")
            app.tick()
            assert app.crash is None
        assert "step" in screen_text(app)


async def test_the_device_list_can_be_moved_through_in_a_single_cell(recorded: Path) -> None:
    async with replaying(recorded, size=(1, 1)) as (app, _, _, pilot):
        await pilot.press("D", "end", "pageup", "down", "home")
        assert app.crash is None


async def test_a_flood_of_events_is_folded_in_bounded_portions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.sources.replay.WORK", 0.002)
    told = [steps("torch", 1 + 100 * n, [1.0] * 100, at=1.0 + n / 1e4) for n in range(3000)]
    log = write_log(tmp_path / "a.jsonl", told, ("torch",))
    async with replaying(log, speed=64.0) as (app, replay, clock, _):
        replay.indexing.close()
        app.tick()
        clock.now += 1.0
        app.fold()
        assert 0 < app.known.revision < len(told)
        while app.known.revision < len(told):
            before = app.known.revision
            clock.now += 1.0
            app.fold()
            assert app.known.revision > before
        assert_same(app.known, read_run(log))


async def test_what_a_newer_fwdash_wrote_is_one_line_of_the_log(recorded: Path) -> None:
    newer = b'{"event":"weights","at":1.0}\n'
    lines = recorded.read_bytes().splitlines(keepends=True)
    recorded.write_bytes(b"".join([lines[0], newer, *lines[1:], newer]))
    told = "2 events of a newer fwdash were passed over: weights."
    async with replaying(recorded) as (app, replay, _, pilot):
        for key in ("end", "home", "end"):
            await pilot.press(key)
            await settle(app, pilot)
            assert [line.text for line in app.log_tail.lines].count(told) == 1
        assert replay.damage is None
        await pilot.press("L")
        await settle(app, pilot)
        assert told in screen_text(app)
