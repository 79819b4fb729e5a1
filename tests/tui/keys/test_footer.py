"""The footer dims keys that can do nothing now, and only those; it repaints when that changes."""

from __future__ import annotations

import re

import pytest
from textual.screen import Screen

from engines import events as ev
from engines.errors import RunError
from tests.tui import scripted
from tests.tui.keys.test_actions import racing, said
from tui.app import FwdashApp
from tui.sources.watched import Watched
from widgets.key_bar import KeyBar, KeyHint, key_line

OF_LANE = {"c", "m", "space"}
"""The keys of the footer that a lane which has ended does not answer."""


def dim(screen: Screen[object]) -> set[str]:
    """The keys that the footer in front shows dim, as they are painted."""
    painted = screen.query_one(KeyBar).render_line(0)
    parts = [(part.text.strip(), part.style) for part in painted if part.text.strip()]
    faint = [bool(style and style.dim) for _, style in parts]
    # A key and its label come one after the other and look alike in this.
    assert faint[::2] == faint[1::2]
    return {text for (text, _), is_dim in zip(parts[::2], faint[::2], strict=True) if is_dim}


@pytest.mark.parametrize(
    ("events", "expected"),
    [(scripted.train(), set()), (scripted.done(), OF_LANE), (scripted.idle(), set())],
    ids=["train", "done", "idle"],
)
async def test_keys_of_a_lane_that_has_ended_are_dim(
    events: list[ev.AnyEvent], expected: set[str]
) -> None:
    async with racing(list(events)) as (app, _, _pilot):
        assert dim(app.screen) == expected


async def test_they_follow_the_selected_lane_and_say_why_all_the_same() -> None:
    async with racing(scripted.crashed()) as (app, source, pilot):
        assert dim(app.screen) == set()
        await pilot.press("2")
        assert dim(app.screen) == OF_LANE
        await pilot.press("c")
        assert "keras has crashed: nothing to compile" in said(app)
        assert source.commands == []
        await pilot.press("i")
        app.tick()
        assert dim(app.screen) == OF_LANE
        await pilot.press("1")
        app.tick()
        assert dim(app.screen) == set()


async def test_nothing_is_painted_while_nothing_changes() -> None:
    async with racing(scripted.crashed()) as (app, _, pilot):
        bar = app.main.keys
        assert bar.show_idle(app.main.why_not) == 0
        await pilot.press("2")
        assert bar.show_idle(app.main.why_not) == 0
        assert bar.show_idle(lambda _: "") == 1


@pytest.mark.parametrize("number", [1, 2])
async def test_a_dim_key_sends_no_command_and_a_bright_one_of_a_lane_does(number: int) -> None:
    async with racing(scripted.crashed()) as (app, source, pilot):
        await pilot.press(str(number))
        for key, action_id in (("c", "toggle_compile"), ("space", "pause")):
            before = len(source.commands)
            await pilot.press(key)
            assert bool(app.main.why_not(action_id)) == (len(source.commands) == before)


async def test_a_run_that_is_only_watched_has_the_lanes_keys_dim_behind_its_screens() -> None:
    refusal = "This run is only watched."

    class OnlyWatched(Watched):
        def start(self) -> None:
            """Nothing to start."""

        def drain(self) -> list[ev.AnyEvent]:
            return []

        def now(self) -> float:
            return 30.0

    source = OnlyWatched(scripted.header(), None, refusal, scripted.MACHINE)
    app = FwdashApp(source)
    app.known.apply_all(scripted.train())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.tick()
        await pilot.press("i")
        app.tick()
        assert dim(app.screen) == OF_LANE | {"r"}
        with pytest.raises(RunError, match=re.escape(refusal)):
            source.restart("torch")


async def test_keys_of_other_screens_are_dim_where_there_is_nothing_for_them() -> None:
    async with racing(lanes=("torch",)) as (app, _, pilot):
        await pilot.press("o")
        assert dim(app.screen) == {"tab", "f"}
        await pilot.press("escape", "L")
        assert dim(app.screen) == {"n N"}
        await pilot.press("slash", *"imported", "enter")
        await pilot.pause()
        assert dim(app.screen) == set()
        await pilot.press("escape", "D")
        app.tick()
        # The cursor begins at the CPU, where the lane is.
        assert "enter" in dim(app.screen)
        await pilot.press("enter")
        assert "torch is on cpu already" in said(app)


def test_what_is_dim_takes_no_other_room() -> None:
    hints = [KeyHint("a", "c", "compile"), KeyHint("b", "m", "mode", keep=True)]
    for cells in (8, 20, 60):
        bright, places = key_line(hints, cells)
        faint, same = key_line(hints, cells, idle={"a"})
        assert places == same
        assert [piece.text for piece in bright] == [piece.text for piece in faint]
