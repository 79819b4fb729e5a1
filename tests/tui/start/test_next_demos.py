"""From a run to the demos: one that goes on ends only if the person wants it."""

from __future__ import annotations

import pytest

from tests.tui import scripted
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.screens.choice import ChoiceScreen
from tui.start.next_demos import NextDemos


@pytest.mark.parametrize(("keys", "goes"), [(["enter"], False), (["down", "enter"], True)])
async def test_a_run_that_trains_is_left_for_the_demos_after_a_question(
    keys: list[str], goes: bool
) -> None:
    app = FwdashApp(Scripted(scripted.train(scripted.LANES)))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.tick()
        await pilot.press("E")
        assert isinstance(app.screen, ChoiceScreen)
        await pilot.press(*keys)
        assert isinstance(app.next_run, NextDemos) == goes
        assert app.leaving == goes
