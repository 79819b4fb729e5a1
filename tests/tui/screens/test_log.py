"""The log screen: filters, search, follow and hold, at every size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from engines import events as ev
from tests.tui import scripted
from tests.tui.keys.test_actions import racing, said
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.screens.log import LogScreen
from tui.views.log_tail import LINES
from widgets.log_pane import LogPane


def lines(count: int, lane: str = "jax", first: int = 0) -> list[ev.AnyEvent]:
    return [
        ev.Logged(lane=lane, at=30.0, line=f"line {number}")
        for number in range(first, first + count)
    ]


@asynccontextmanager
async def logging(
    events: list[ev.AnyEvent], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[FwdashApp, LogScreen, Scripted, Pilot[None]]]:
    async with racing(events, size=size) as (app, source, pilot):
        await pilot.press("L")
        await pilot.pause()
        assert isinstance(app.screen, LogScreen)
        yield app, app.screen, source, pilot


def shown(screen: LogScreen) -> list[str]:
    """The rows in sight that have anything on them."""
    return [strip.text.rstrip() for strip in screen.pane._strips if strip.text.strip()]


def state(screen: LogScreen) -> str:
    return screen.bar._strips[0].text


async def test_lanes_are_filtered_by_number() -> None:
    async with logging(scripted.crashed()) as (app, screen, _, pilot):
        assert len(shown(screen)) == 12
        await pilot.press("1")
        assert [row.split()[1] for row in shown(screen)] == ["T"]
        assert "T torch" in state(screen)
        await pilot.press("3", "v")
        assert shown(screen) == [" No warnings of jax so far."]
        await pilot.press("0", "v", "v")
        assert "all lanes  all levels" in state(screen)
        assert len(shown(screen)) == 12
        await pilot.click("KeyBar", offset=(14, 0))
        await pilot.pause()
        assert screen.choice.lane == "torch"
        await pilot.press("6")
        assert "There is no lane 6" in said(app)


async def test_levels_go_round_and_each_line_has_its_sign() -> None:
    events = [
        ev.Logged(lane="jax", at=1.0, line="fine"),
        ev.Logged(lane="jax", at=2.0, line="hm", level="warning"),
        ev.Logged(lane="keras", at=3.0, line="no", level="error"),
    ]
    async with logging(list(events)) as (_, screen, _source, pilot):
        assert [row.split()[-2:] for row in shown(screen)] == [
            ["jax", "fine"], ["!", "hm"], ["✗", "no"]
        ]  # fmt: skip
        await pilot.press("v")
        assert "warnings, errors" in state(screen)
        assert len(shown(screen)) == 2
        await pilot.press("up", "home", "pageup")
        assert "following" in state(screen)  # all lines are in sight: there is nothing to hold
        await pilot.press("v")
        assert [row.split()[-1] for row in shown(screen)] == ["no"]


async def test_scrolling_up_holds_and_there_are_ways_to_follow() -> None:
    async with logging(lines(100)) as (app, screen, source, pilot):
        ways = (["end"], ["F"], ["down"] * 4, ["pagedown"])
        for last, back in enumerate(ways, 99):
            assert shown(screen)[-1].endswith(f"line {last}")
            assert "● following" in state(screen)
            screen.pane.post_message(LogPane.Scrolled(-2))
            await pilot.pause()
            before = shown(screen)
            assert before[-1].endswith(f"line {last - 2}")
            source.pending += lines(1, first=last + 1)
            app.tick()
            assert shown(screen) == before
            assert "‖ held, 3 below" in state(screen)
            await pilot.press(*back)
        assert "● following" in state(screen)
        await pilot.press("home")
        assert shown(screen)[0].endswith("line 0")
        source.pending += lines(LINES, first=last + 2)
        app.tick()  # what was held is forgotten: the oldest line that is kept is next to it
        assert shown(screen)[0].endswith(f"line {last + 2}")
        assert "held" in state(screen)


async def test_the_newest_line_is_in_sight_even_if_it_takes_many_rows() -> None:
    long = ev.Logged(lane="jax", at=31.0, line="word " * 300 + "end")
    async with logging([*lines(15), long]) as (_, screen, _source, pilot):
        assert shown(screen)[-1].endswith("end")
        await pilot.press("up")
        assert shown(screen)[0].endswith("line 0")
        assert "held, 0 below" in state(screen)
        await pilot.press("down")
        assert shown(screen)[-1].endswith("end")


async def test_search_highlights_and_goes_from_one_to_the_next() -> None:
    async with logging(lines(200), size=(60, 20)) as (app, screen, _, pilot):
        await pilot.press("slash", *"E 1")
        assert screen.choice.sought == "E 1"
        assert "111 found" in state(screen)
        await pilot.press("enter")
        assert not screen.line.display
        assert "111/111" in state(screen)
        assert any(line.endswith("line 199") for line in shown(screen))
        await pilot.press("N", "N")
        assert "109/111" in state(screen)
        assert "held" in state(screen)
        await pilot.press("n", "n", "n")
        assert " 1/111" in state(screen)
        assert "round the end" in said(app)
        assert shown(screen)[1].endswith("line 1")
        roles = {segment.text: segment.style for segment in screen.pane._strips[1]}
        assert roles["e 1"] is not None
        assert roles["e 1"].reverse


async def test_escape_leaves_the_search_line_first() -> None:
    async with logging(lines(30)) as (app, screen, _, pilot):
        await pilot.press("slash", "2", "escape")
        assert app.screen is screen
        assert screen.choice.sought == ""
        await pilot.press("n")
        assert "Seek with / first" in said(app)
        await pilot.press("slash", *"zq", "enter")
        assert "'zq' is in none of these lines" in said(app)
        await pilot.press("escape")
        assert app.screen is app.main


async def test_nothing_is_painted_when_no_line_came(monkeypatch: pytest.MonkeyPatch) -> None:
    async with logging(lines(100)) as (app, screen, source, pilot):
        painted: list[str] = []
        for widget in screen.walk_children():
            name = type(widget).__name__
            monkeypatch.setattr(widget, "refresh", lambda *_, name=name, **__: painted.append(name))
        source.clock += 5
        for _ in range(5):
            app.tick()
        await pilot.pause()
        assert painted == []


async def test_no_size_is_too_small() -> None:
    async with logging(scripted.crashed(), size=(60, 20)) as (app, screen, _, pilot):
        for size in ((1, 1), (60, 20)):
            await pilot.resize_terminal(*size)
            await pilot.press("up", "slash", "e", "enter", "home")
            assert app.crash is None
        await pilot.pause()
        assert all(strip.cell_length == 60 for strip in screen.pane._strips)
        assert "‖ held, 0 below" in state(screen)
