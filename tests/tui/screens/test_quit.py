"""ctrl+c asks while workers run, and a second one does not."""

from __future__ import annotations

from tests.tui import scripted
from tests.tui.keys.test_actions import racing
from tui.screens.confirm_quit import ConfirmQuit


async def test_ctrl_c_asks_and_does_as_it_is_told() -> None:
    async with racing() as (app, source, pilot):
        await pilot.press("ctrl+c")
        assert isinstance(app.screen, ConfirmQuit)
        assert "3 workers run" in app.screen._title
        await pilot.press("enter")
        assert app.screen is app.main
        await pilot.press("ctrl+c", "escape")
        assert app.screen is app.main
        assert source.closed == 0
        await pilot.press("ctrl+c", "down", "enter")
        await app._leave_task
        assert source.closed == 1
        assert app.return_code == 0


async def test_a_second_ctrl_c_quits_at_once() -> None:
    async with racing() as (app, source, pilot):
        await pilot.press("n", "ctrl+c", "ctrl+c")  # while the person writes a mark
        await app._leave_task
        assert source.closed == 1


async def test_ctrl_c_does_not_ask_when_no_worker_runs() -> None:
    async with racing(scripted.done()) as (app, source, pilot):
        await pilot.press("ctrl+c")
        await app._leave_task
        assert source.closed == 1
