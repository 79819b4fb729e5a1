"""Which lane is faster, by how much and how certain: on the main screen, live and in a replay."""

from __future__ import annotations

import pytest

from engines import events as ev
from tests.engines.run.turns import race
from tests.tui import scripted
from tests.tui.keys.test_actions import racing
from tests.tui.screens.test_race import screen_text

RATIOS = {"torch": 1.0, "keras": 1.0, "jax": 0.7}


def raced(rounds: int = 40) -> list[ev.AnyEvent]:
    told: list[ev.AnyEvent] = [event for lane in RATIOS for event in scripted.start(lane)]
    return [*told, *race(RATIOS, rounds, common=0.2, own=0.02, at=3.0)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)], ids=str)
async def test_the_line_names_each_lane_and_its_certainty(size: tuple[int, int]) -> None:
    async with racing(raced(), size=size) as (app, _, _pilot):
        (line,) = [row for row in screen_text(app).splitlines() if row.startswith(" pace")]
    assert "no difference" in line
    assert "x faster (1." in line


async def test_a_lane_alone_has_no_line() -> None:
    async with racing(lanes=("torch",)) as (app, _, _pilot):
        assert " pace" not in screen_text(app)


async def test_a_change_of_mode_is_followed_at_once() -> None:
    async with racing(raced(), size=(160, 36)) as (app, source, pilot):
        changed = ev.ModeChanged(
            lane="jax", at=app.known.at, mode="eager", previous="jit", step=1640, seconds=0.0
        )
        source.pending.append(changed)
        app.tick()
        await pilot.pause()
        assert "J jax not to be said yet" in screen_text(app)


async def test_lanes_that_run_at_once_say_why_there_is_no_pace() -> None:
    free = ev.ScheduleChanged(at=2.5, schedule="free")
    async with racing([*raced(0), free], size=(160, 36)) as (app, _, _pilot):
        assert "K keras not to be said: all lanes run at once" in screen_text(app)


async def test_turns_repaint_the_line_at_most_once_a_second() -> None:
    async with racing(raced(), size=(160, 36)) as (app, source, _pilot):
        computed: list[float] = []
        look = app.main._pace
        before = look.view(app.known)
        for event in race(RATIOS, 10, at=app.known.at, own=0.1):
            source.pending.append(event)
            app.tick()
            if look.view(app.known) is not before:
                before = look.view(app.known)
                computed.append(app.known.at)
    assert len(computed) <= 3
