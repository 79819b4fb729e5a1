"""The start form: filled in, checked as one writes, copied, started; at every size."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.console import RenderableType
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input

from engines.run_plan import RunPlan
from engines.workloads.new import write_template
from tests.tui import scripted
from tests.tui.keys.test_actions import racing, said
from tests.tui.screens.test_race import screen_text
from tests.tui.screens.test_screen_matrix import KEPT, assert_kept, painted
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.screens.choice import ChoiceScreen
from tui.screens.help import HelpScreen
from tui.screens.start_form import StartForm
from tui.screens.start_form_rows import LaneFields, SettingRow
from tui.start.checked_plan import make_plan
from tui.start.log_place import LogPlace
from tui.start.planned import Planned
from tui.start.run_request import RunRequest
from widgets.pick import Pick

SIZES = [(60, 20), (80, 24), (120, 36)]


async def settled(screen: StartForm, pilot: Pilot[None]) -> None:
    """Wait until the workload that stands there was looked at."""
    for _ in range(200):
        await pilot.pause(0.05)
        if screen.look.known(screen.key) is not None:
            break
    await pilot.pause()


@asynccontextmanager
async def form(
    events: list[scripted.ev.AnyEvent] | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[FwdashApp, StartForm, Pilot[None]]]:
    async with racing(events, size=size) as (app, _, pilot):
        await pilot.press("N")
        screen = app.screen
        assert isinstance(screen, StartForm)
        await settled(screen, pilot)
        yield app, screen, pilot


def field(screen: StartForm, name: str) -> Input:
    return screen.query_one(f"#{name}", Input)


async def test_down_goes_row_by_row_and_stays_in_the_column_of_the_lanes() -> None:
    async with form(size=(120, 36)) as (_, screen, pilot):
        seen = []
        await pilot.press("down", "down")  # to the first lane
        await pilot.press(*["tab"] * 3)  # from framework to mode
        for _ in range(4):
            focused = screen.focused
            assert focused is not None
            seen.append(("mode" if focused.has_class("mode") else "", focused.id))
            await pilot.press("down")
        assert seen[:3] == [("mode", None)] * 3
        assert seen[3] == ("", "optimizer")
        await pilot.press("up", "up")
        assert screen.focused is not None
        assert screen.focused in screen.rows[-1].walk_children()


async def test_a_row_of_much_text_is_as_wide_as_there_is_room_for() -> None:
    for size, cells in (((80, 24), 24), ((120, 36), 56)):
        async with form(size=size) as (_, screen, _pilot):
            assert field(screen, "changes").size.width + 2 == cells


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_command_line_and_start_stay_in_sight_at_every_size(size: tuple[int, int]) -> None:
    async with form(size=size) as (app, screen, pilot):
        for key in ("up", "down", *["ctrl+n"] * 3, *["tab"] * 5):
            await pilot.press(key)
        await pilot.pause()
        text = screen_text(app)
        assert "fwdash run" in text
        assert "start" in text
        assert screen.focused is not None
        assert screen.focused.region.bottom <= size[1]
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert app.crash is None


async def test_it_begins_with_the_present_runs_plan_and_says_what_differs() -> None:
    async with form() as (_, screen, _pilot):
        # The scripted run has another learning rate than its workload, and seed 7.
        assert screen.command == "fwdash run --lr 0.1 --seed 7"
        assert field(screen, "learning_rate").value == "0.1"
        assert field(screen, "batch_size").value == ""
        assert field(screen, "batch_size").placeholder == "64"
        assert screen.why_not == ""


async def test_what_is_wrong_is_said_beside_its_field_and_start_says_why_not() -> None:
    async with form() as (app, screen, pilot):
        start = screen.query_one("#start", Button)
        for name, text, why in (
            ("batch_size", "9999", "larger than the 1437 training examples"),
            ("seed", "x", "is no whole number"),
            ("learning_rate", "-1", "greater than 0"),
            ("changes", "5:torch", "write STEP:LANE=MODE"),
        ):
            before = field(screen, name).value
            field(screen, name).value = text
            await pilot.pause()
            assert start.disabled
            row = field(screen, name).parent
            assert isinstance(row, SettingRow)
            assert row.has_class("-wrong")
            assert why in " ".join(row.render().plain.split())
            await pilot.press("ctrl+s")
            assert why in said(app)
            field(screen, name).value = before
            await pilot.pause()
            assert not start.disabled


async def test_lanes_are_added_changed_duplicated_and_removed_by_keys_alone() -> None:
    async with form(size=(120, 36)) as (app, screen, pilot):
        await pilot.press("ctrl+r")
        assert "No lane to remove: go to one of them first." in said(app)
        await pilot.press("tab", "tab", "tab")  # workload's list, add a lane, the first lane
        assert isinstance(screen.focused, Pick)
        await pilot.press("ctrl+t")
        assert screen.command.startswith("fwdash run torch torch+compile keras jax")
        await pilot.press("right", "tab", "ctrl+a", "ctrl+k", *"cpu:1")
        assert "keras@cpu:1" in screen.command
        await pilot.press("backspace", *"77")
        row = list(screen.query(LaneFields))[1]
        assert "core 77 is not there" in row.render().plain
        await pilot.press("ctrl+r")
        assert screen.command == "fwdash run --lr 0.1 --seed 7"
        for _ in range(4):
            await pilot.press("ctrl+n")
        assert "6 lanes already" in said(app)
        for _ in range(6):
            await pilot.press("ctrl+r")
        assert "at least one lane" in said(app)
        assert len(screen.draft.lanes) == 1


async def test_lanes_are_removed_and_added_by_mouse() -> None:
    async with form(size=(120, 36)) as (app, screen, pilot):

        async def laid_out(lanes: int) -> None:
            async with asyncio.timeout(20):
                while len(screen.query(LaneFields)) != lanes or len(screen.draft.lanes) != lanes:
                    await pilot.pause(0.02)

        for lanes in (("torch", "jax"), ("torch",)):
            rows = list(screen.query(LaneFields))
            await pilot.click(list(rows[1].query(Button))[-1])
            await laid_out(len(lanes))
            assert tuple(lane.framework for lane in screen.draft.lanes) == lanes
        await pilot.click("#add")
        await laid_out(2)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.main


async def test_lists_open_with_enter_and_by_mouse() -> None:
    async with form(size=(120, 36)) as (app, screen, pilot):
        await pilot.press("enter")
        assert isinstance(app.screen, ChoiceScreen)
        await pilot.press("down", "enter")
        await settled(screen, pilot)
        assert screen.command.startswith("fwdash run --workload digits-cnn")
        await pilot.click("#optimizer")
        await pilot.pause()
        await pilot.press("down", "enter")
        assert "--optimizer adam" in screen.command
        await pilot.click(".mode")
        await pilot.pause()
        await pilot.press("down", "enter")
        assert "torch+compile" in screen.command
        await pilot.click("LaneFields Button.list")
        await pilot.pause()
        await pilot.press("down", "enter")
        assert "torch@cpu:0+compile" in screen.command


async def test_a_workload_that_is_not_there_or_wrong_is_said(tmp_path: Path) -> None:
    own = write_template(tmp_path / "own.py")
    async with form(size=(120, 36)) as (_, screen, pilot):
        line = field(screen, "workload")
        for text, why in (
            ("digits", "Unknown workload 'digits'."),
            (str(tmp_path / "no.py"), "There is no workload file"),
            (str(own), ""),
        ):
            line.value = text
            screen.write("workload", text)
            assert screen.why_not.startswith("Looking at")
            await settled(screen, pilot)
            assert why in screen.why_not
        assert screen.why_not == ""
        assert screen.checked is not None
        assert screen.checked.examples == 2000
        own.write_text("LOSS = 'none'\n", encoding="utf-8")
        await pilot.press("tab")
        screen.show_all()
        assert screen.why_not.startswith("Looking at")


async def test_keys_faster_than_the_form_are_neither_lost_nor_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with form(size=(120, 36)) as (app, screen, pilot):
        written: list[str] = []
        write = screen.write
        monkeypatch.setattr(
            screen, "write", lambda name, text: (written.append(text), write(name, text))
        )
        line = field(screen, "seed")
        line.focus()
        line.value = ""
        await pilot.pause()
        written.clear()
        for key in "12345":
            app.post_message(Key(key, key))
        await pilot.pause(0.5)
        assert line.value == "12345"
        assert screen.draft.texts["seed"] == "12345"
        assert len(written) <= 5, "each change writes another one"


async def test_the_first_frame_waits_for_no_lane_and_then_all_rows_come_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with racing(None, size=(120, 36)) as (app, _, pilot):
        shown: list[int] = []
        display = app._display

        def counted(screen: Screen[object], frame: RenderableType | None) -> None:
            if isinstance(screen, StartForm) and frame is not None:
                shown.append(len(screen.query(LaneFields)))
            display(screen, frame)

        monkeypatch.setattr(app, "_display", counted)
        app.action_new_run()
        app.post_message(Key("ctrl+n", None))
        screen = app.screen
        assert isinstance(screen, StartForm)
        await settled(screen, pilot)
        assert shown[0] == 0
        assert set(shown[1:]) <= {0, 4}, "rows come one by one"
        assert shown[-1] == 4
        assert [row.number for row in screen.query(LaneFields)] == [0, 1, 2, 3]
        assert len(screen.draft.lanes) == 4
        assert field(screen, "changes").region.height == 1


async def test_a_form_left_while_it_is_laid_out_leaves_nothing_behind() -> None:
    async with racing(None, size=(120, 36)) as (app, _, pilot):
        for pause in (0.0, 0.02, 0.1, 0.2):
            app.action_new_run()
            left = app.screen
            assert isinstance(left, StartForm)
            await asyncio.sleep(pause)
            app.post_message(Key("escape", None))
            await pilot.pause(0.3)
            assert app.screen is app.main
            # What was on its way when the key came.
            await left.lay_out()
            left._looked()
        assert app.crash is None


@pytest.mark.parametrize("theme", ["textual-light", "ansi-light"])
async def test_start_has_one_row_in_every_theme_whether_it_can_be_pressed_or_not(
    theme: str,
) -> None:
    async with form() as (app, screen, pilot):
        app.theme = theme
        start = screen.query_one("#start", Button)
        for text in ("1", "x"):
            field(screen, "seed").value = text
            await pilot.pause()
            assert start.disabled is (text == "x")
            assert start.region.height == 1


async def test_the_command_line_is_copied() -> None:
    async with form() as (app, screen, pilot):
        await pilot.press("ctrl+y")
        assert app.clipboard == screen.command


async def test_starting_asks_while_lanes_run_and_hands_the_plan_over() -> None:
    async with form(size=(120, 36)) as (app, screen, pilot):
        app.source.log_path = Path("/logs/old.fwdash.jsonl")
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, ChoiceScreen)
        assert "its log is kept: /logs/old.fwdash.jsonl" in screen_text(app)
        await pilot.press("enter")
        assert app.screen is screen
        await pilot.press("f5", "down", "enter")
        await app._leave_task
        assert app.next_run is not None
        assert app.next_run.command == "fwdash run --lr 0.1 --seed 7"
        expected = make_plan(RunRequest(learning_rate=0.1, seed=7), scripted.MACHINE)
        assert app.next_run.plan == expected
        assert app.source.closed == 1  # type: ignore[attr-defined]


async def test_after_all_lanes_ended_it_does_not_ask() -> None:
    async with form(scripted.done()) as (app, _, pilot):
        await pilot.press("ctrl+s")
        await app._leave_task
        assert isinstance(app.next_run and app.next_run.plan, RunPlan)


async def test_back_keeps_the_run_and_help_knows_the_form() -> None:
    async with form() as (app, _, pilot):
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        await pilot.pause()
        assert "Start the run" in screen_text(app)
        await pilot.press("escape", "escape")
        assert app.screen is app.main
        assert app.next_run is None


async def test_before_any_run_it_is_what_one_sees_and_back_leaves() -> None:
    app = FwdashApp(Planned(RunRequest(lanes=("jax",), seed=3), scripted.MACHINE))
    app.log_place = LogPlace(keep=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, StartForm)
        await settled(screen, pilot)
        assert screen.command == "fwdash run jax --seed 3 --no-log"
        assert "No run log is kept" in screen_text(app)
        await pilot.press("escape")
        await app._leave_task
        assert app.next_run is None


async def test_what_was_filled_in_is_not_thrown_away_by_one_key_more() -> None:
    """Esc closes a list; one more asks, where it would leave fwdash, and stay is the default."""
    app = FwdashApp(Planned(RunRequest(lanes=("jax",)), scripted.MACHINE))
    app.log_place = LogPlace(keep=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, StartForm)
        await settled(screen, pilot)
        field(screen, "seed").value = "7"
        await settled(screen, pilot)
        for answer in ("escape", "enter"):
            await pilot.press("escape")
            assert isinstance(app.screen, ChoiceScreen)
            await pilot.press(answer)
            await pilot.pause()
            assert app.screen is screen
        assert not app.leaving
        await pilot.press("escape", "down", "enter")
        await pilot.pause()
        await app._leave_task
        assert app.command_left == "fwdash run jax --seed 7 --no-log"


def test_a_log_goes_where_it_was_asked_for_once_and_then_to_its_own_place(tmp_path: Path) -> None:
    place = LogPlace(out=tmp_path / "a.fwdash.jsonl")
    assert place.arguments == ("--out", str(tmp_path / "a.fwdash.jsonl"))
    assert "a.fwdash.jsonl" in place.sentence
    assert place.after() == LogPlace()
    assert "fwdash/runs" in place.after().sentence
    assert LogPlace(keep=False).after().keep is False


async def test_where_the_run_is_written_can_be_said_in_the_form(tmp_path: Path) -> None:
    there, free = tmp_path / "there.jsonl", tmp_path / "a.jsonl"
    there.write_text("mine")
    async with form(size=(120, 36)) as (app, screen, pilot):
        field(screen, "out").value = str(there)
        await pilot.pause()
        assert "is there already" in screen.why_not
        field(screen, "out").value = str(free)
        field(screen, "tensorboard").value = str(tmp_path / "events")
        await pilot.pause()
        assert screen.why_not == ""
        asked = f"--out {free} --tensorboard {tmp_path / 'events'}"
        assert screen.command.endswith(asked)
        await pilot.press("f5", "down", "enter")
        await pilot.pause()
        assert app.next_run is not None
        assert app.next_run.command.endswith(asked)
        assert (app.log_place.out, app.log_place.tensorboard) == (free, tmp_path / "events")
    assert there.read_text() == "mine"


def test_the_dashboard_goes_round_with_each_run_that_is_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tui import dashboard as module
    from tui.start.next_run import NextRun

    shown: list[object] = []
    places: list[LogPlace] = []
    plan = make_plan(RunRequest(lanes=("jax",)), scripted.MACHINE)
    second = Scripted()

    class Next(NextRun):
        def live(self, place: LogPlace) -> Scripted:  # type: ignore[override]
            places.append(place)
            return second

    def show(app: FwdashApp) -> int:
        shown.append(app.source)
        if len(shown) == 1:
            app.next_run = Next(plan, "fwdash run jax", scripted.MACHINE)
        return 7

    monkeypatch.setattr(module, "require_terminal", lambda: None)
    monkeypatch.setattr(module, "show", show)
    first = Scripted()
    asked_place = LogPlace(out=Path("x"))
    assert module.run_dashboard(first, asked_place) == 7
    assert shown == [first, second]
    assert places == [asked_place]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_it_looks_as_it_did(size: tuple[int, int], request: pytest.FixtureRequest) -> None:
    app = FwdashApp(Scripted(scripted.train()))
    app.animation_level = "none"
    app.log_place = LogPlace(keep=False)  # a path would differ from one machine to the next
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.tick()
        await pilot.press("N")
        screen = app.screen
        assert isinstance(screen, StartForm)
        await settled(screen, pilot)
        field(screen, "batch_size").value = "5000"
        for line in screen.query(Input):
            line.cursor_blink = False
        await pilot.pause()
        text = painted(app)
    assert_kept(KEPT / f"form-{size[0]}x{size[1]}.txt", text, request)
