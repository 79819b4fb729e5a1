"""A key that can do nothing now says why in a sentence, in each state of the run."""

from __future__ import annotations

import pytest

from engines import events as ev
from tests.tui import scripted
from tests.tui.keys.test_actions import racing, said

PAUSED = [*scripted.train(), *(ev.Phase(lane=x, at=30, phase="paused") for x in scripted.LANES)]
STATES = {
    "idle": scripted.idle(),
    "compiling": scripted.compiling(),
    "train": scripted.train(),
    "paused": PAUSED,
    "crashed": scripted.crashed(),
    "done": scripted.done(),
}


@pytest.mark.parametrize("state", STATES)
async def test_zoom_and_cursor_say_what_is_missing(state: str) -> None:
    async with racing(list(STATES[state])) as (app, _, pilot):
        await pilot.press("escape", "-", "[", "0")
        assert "This is the main screen" in said(app)
        assert "All of the run is in sight" in said(app)
        await pilot.press("+", "left", "z")
        nothing = "Nothing is on the chart yet." in said(app)
        assert nothing == (state == "idle")
        assert ("Fewer than two curves" in said(app)) == (state == "idle")


async def test_panning_past_the_end_says_so() -> None:
    async with racing() as (app, _, pilot):
        await pilot.press("+", *["["] * 12)
        assert "there is nothing further to look at" in said(app)


@pytest.mark.parametrize("key", ["c", "C", "m", "space", "P", "u", "b"])
async def test_lane_keys_after_the_end_say_so(key: str) -> None:
    async with racing(scripted.done()) as (app, source, pilot):
        await pilot.press(key)
        assert ("No lane runs" if key in "CPub" else "finished") in said(app)
        assert source.commands == []


@pytest.mark.parametrize("key", ["c", "m", "space"])
async def test_lane_keys_of_a_crashed_lane_say_so(key: str) -> None:
    async with racing(scripted.crashed()) as (app, source, pilot):
        await pilot.press("2", key)
        assert "keras has crashed" in said(app)
        assert source.commands == []
