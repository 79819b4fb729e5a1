"""What enter and esc do in a dialog, a click on the words that name them does too."""

from __future__ import annotations

import pytest
from textual.widgets import Label

from tests.tui import scripted
from tests.tui.keys.test_actions import racing
from tui.screens.ask_text import AskText
from tui.screens.choice import ChoiceScreen
from tui.screens.device_choice import DeviceChoice


@pytest.mark.parametrize(("word", "answer"), [("enter", "eager"), ("esc", None)])
async def test_a_list_is_answered_by_mouse(word: str, answer: str | None) -> None:
    async with racing() as (app, _, pilot):
        answers: list[str | None] = []
        app.push_screen(ChoiceScreen("Mode", {"eager": "", "jit": ""}, "eager"), answers.append)
        await pilot.pause()
        hint = app.screen.query_one(".dialog--hint", Label)
        assert await pilot.click(hint, offset=(str(hint.render()).index(word), 0))
        await pilot.pause()
        assert answers == [answer]
        assert app.screen is app.main


@pytest.mark.parametrize(("word", "answer"), [("enter", "here"), ("esc", None)])
async def test_a_line_is_written_by_mouse(word: str, answer: str | None) -> None:
    async with racing() as (app, _, pilot):
        answers: list[str | None] = []
        app.push_screen(AskText("Mark", "what"), answers.append)
        await pilot.press(*"here")
        hint = app.screen.query_one(".dialog--hint", Label)
        assert await pilot.click(hint, offset=(str(hint.render()).index(word), 0))
        await pilot.pause()
        assert answers == [answer]
        assert app.screen is app.main


@pytest.mark.parametrize("by_mouse", [False, True])
async def test_a_device_is_written_without_going_to_the_line_first(by_mouse: bool) -> None:
    async with racing() as (app, _, pilot):
        answers: list[str | None] = []
        app.push_screen(DeviceChoice("torch", "cpu", scripted.MACHINE), answers.append)
        await pilot.pause()
        await pilot.press(*"cpu:2-3")
        if by_mouse:
            await pilot.click(app.screen.query_one(".dialog--hint", Label), offset=(1, 0))
        else:
            await pilot.press("enter")
        await pilot.pause()
        assert answers == ["cpu:2-3"]


@pytest.mark.parametrize("key", ["ctrl+p", "T"])
async def test_a_list_that_does_not_fit_says_so_and_ends_nothing(key: str) -> None:
    async with racing(size=(60, 4)) as (app, _, pilot):
        await pilot.press(key, "pagedown")
        await pilot.pause()
        assert app.screen is app.main
        assert any("needs 5 rows" in toast.message for toast in app._notifications)
