"""What is written to the terminal: only what changed, and after it the terminal shows the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pyte
import pytest
from rich.style import Style
from textual.pilot import Pilot

from engines import events as ev
from tests.tui import scripted
from tests.tui.scripted import Scripted
from tests.tui.written import OnTerminal, emulator


@asynccontextmanager
async def on_terminal(
    events: list[ev.AnyEvent], size: tuple[int, int] = (100, 30)
) -> AsyncIterator[tuple[OnTerminal, Scripted, Pilot[None]]]:
    source = Scripted(events)
    app = OnTerminal(source)
    async with app.run_test(headless=False, size=size) as pilot:
        await pilot.pause()
        for _ in range(12):  # every small chart is drawn by then
            app.tick()
            await pilot.pause()
        yield app, source, pilot


def wanted(app: OnTerminal) -> Iterator[tuple[int, int, str, Style | None]]:
    """(row, column, character, style) of each cell that the screen asks for."""
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            for character in text:
                yield y, x, character, style
                x += 1


def differing(app: OnTerminal, screen: pyte.Screen) -> list[tuple[int, int, object, object]]:
    """Cells that the terminal shows otherwise than the screen asks for."""
    wrong = []
    for y, x, character, style in wanted(app):
        cell = screen.buffer[y][x]
        ink = style.color.get_truecolor().hex[1:] if style and style.color else "default"
        paper = style.bgcolor.get_truecolor().hex[1:] if style and style.bgcolor else "default"
        asked = (character, ink, paper, bool(style and style.bold))
        shown = (cell.data, cell.fg, cell.bg, cell.bold)
        if asked != shown:
            wrong.append((y, x, asked, shown))
    return wrong


@pytest.mark.parametrize("size", [(100, 30), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_terminal_shows_what_the_screen_asks_for(
    size: tuple[int, int],
) -> None:
    async with on_terminal(scripted.train(), size) as (app, source, pilot):
        app.animation_level = "none"
        screen, stream = emulator(*size)
        stream.feed(app.flush())
        assert differing(app, screen) == []
        for number in range(6):
            for lane in scripted.LANES:
                first = app.known.lanes[lane].step + 1
                source.pending += scripted.training(lane, first, 200, 31.0 + number, 5.0 + number)
            source.clock += 1.0
            app.tick()
            await pilot.press(
                *(("y",), ("x",), ("left",), ("tab",), ("?",), ("escape",))[number % 6]
            )
            await pilot.pause()
            stream.feed(app.flush())
            assert differing(app, screen) == []


@pytest.mark.parametrize("state", ["paused", "done", "crashed"])
async def test_an_idle_run_writes_nothing(state: str) -> None:
    events = scripted.train() if state == "paused" else getattr(scripted, state)()
    async with on_terminal(events) as (app, source, pilot):
        if state == "paused":
            for lane in scripted.LANES:
                source.pause(lane)
            app.tick()
            await pilot.pause()
        app.flush()
        for _ in range(20):
            app.tick()
            await pilot.pause()
        assert app.sent == []


async def test_a_number_that_changed_is_all_that_is_written() -> None:
    async with on_terminal(scripted.train()) as (app, source, pilot):
        app.flush()
        source.pending.append(ev.ProcessSampled(lane="torch", at=30.0, rss=413 << 20))
        app.tick()
        await pilot.pause()
        text = app.flush()
        assert "3" in text
        assert 0 < len(text) < 120


async def test_after_a_resize_all_of_it_is_written_again() -> None:
    async with on_terminal(scripted.train()) as (app, _, pilot):
        app.flush()
        await pilot.resize_terminal(90, 28)
        await pilot.pause()
        screen, stream = emulator(90, 28)
        stream.feed(app.flush())
        assert differing(app, screen) == []


async def test_without_colour_the_terminals_own_theme_stays_readable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with on_terminal(scripted.train()) as (app, _, pilot):
        app.theme = "ansi-dark"
        await pilot.pause()
        app.flush()
        app.refresh()
        await pilot.pause()
        screen, stream = emulator(100, 30)
        stream.feed(app.flush())
        colours = {
            (cell.fg, cell.bg)
            for row in screen.buffer.values()
            for cell in row.values()
            if cell.data.strip()
        }
        assert colours == {("default", "default")}


@pytest.mark.parametrize("key", ["", "D", "m"], ids=["main", "devices", "a dialog"])
async def test_after_a_suspension_all_of_the_screen_is_written_again(key: str) -> None:
    async with on_terminal(scripted.train()) as (app, _, pilot):
        app.animation_level = "none"
        await pilot.press(*key)
        await pilot.pause()
        app.flush()
        screen, stream = emulator(100, 30)  # the shell wrote on the one that was there
        app.app_resume_signal.publish(app)
        await pilot.pause()
        await pilot.pause()
        stream.feed(app.flush())
        assert differing(app, screen) == []
