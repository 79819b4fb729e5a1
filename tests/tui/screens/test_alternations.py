"""A key alternates a lane's two modes; when they have, the screen says what compiling brings."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from engines import events as ev
from tests.engines.run.turns import race, turn
from tests.tui import scripted
from tests.tui.keys.test_actions import racing, said
from tests.tui.screens.test_race import screen_text

TURNS = 20


def changed(mode: str, previous: str, at: float, *, alternating: bool = False) -> ev.ModeChanged:
    return ev.ModeChanged(
        lane="torch", at=at, mode=mode, previous=previous, step=0, seconds=0.0,
        alternating=alternating,
    )  # fmt: skip


def timed_in_both() -> list[ev.AnyEvent]:
    """A lane that was timed in both modes, and is in the plain one again."""
    lanes = dict.fromkeys(scripted.LANES, 1.0)
    return [
        *(event for lane in lanes for event in scripted.start(lane)),
        *race(lanes, 3, at=3.0),
        changed("compile", "eager", 10.0),
        *race(lanes, 3, at=10.0, first=500),
        changed("eager", "compile", 20.0),
        *race(lanes, 2, at=20.0, first=900),
    ]


def alternated(at: float) -> Iterator[ev.AnyEvent]:
    """What a worker tells while its modes alternate: compile takes 0.8 of the time."""
    for n in range(TURNS):
        mode, previous = ("eager", "compile") if n % 2 else ("compile", "eager")
        yield changed(mode, previous, at, alternating=True)
        told = turn("torch", 2000 + 41 * n, at, (1e-3 if n % 2 else 8e-4) * (1 + n / 50))
        yield structs.replace(told, left_out=("compile", *told.left_out[1:]))
        at = told.at + 0.1
    yield turn("torch", 4000, at, 1e-3)


async def test_it_is_asked_for_and_answered_with_a_paired_ratio() -> None:
    async with racing(timed_in_both(), size=(120, 36)) as (app, source, pilot):
        await pilot.press("a")
        assert source.commands == [("alternate", "torch", "compile")]
        assert "alternates eager and compile" in said(app)
        for event in alternated(app.known.at):
            assert "turn by turn." not in said(app).replace("compile, turn by turn.", "")
            source.pending.append(event)
            app.tick()
            await pilot.pause()
        assert "torch: compile beside eager 1.2" in said(app)
        assert "x faster (1.2" in said(app)
        # Twenty changes of mode for a turn each would cover the chart.
        marks = screen_text(app)
        assert marks.count("T compile") <= 1
        await pilot.press("i")
        await pilot.pause()
        assert "alternated" in screen_text(app)


async def test_from_the_compiled_mode_the_plain_one_is_the_other() -> None:
    events = timed_in_both()[: -2 * len(scripted.LANES) - 1]
    async with racing(events) as (_, source, pilot):
        await pilot.press("a")
        assert source.commands == [("alternate", "torch", "eager")]


async def test_a_mode_that_was_not_timed_yet_is_run_first() -> None:
    async with racing() as (app, source, pilot):
        await pilot.press("a")
        assert source.commands == []
        assert "torch has not been timed in compile yet" in said(app)


async def test_lanes_that_run_at_once_have_no_turns_to_compare() -> None:
    free = ev.ScheduleChanged(at=25.0, schedule="free")
    async with racing([*timed_in_both(), free]) as (app, source, pilot):
        await pilot.press("a")
        assert source.commands == []
        assert "Lanes run at once" in said(app)


async def test_one_that_was_broken_off_says_that_it_cannot_tell() -> None:
    async with racing(timed_in_both()) as (app, source, pilot):
        await pilot.press("a")
        told = list(alternated(app.known.at))[:4]
        source.pending += [*told, changed("dynamo", "compile", app.known.at + 9)]
        app.tick()
        await pilot.pause()
        assert "what compile brings is not to be said yet (1 turn): alternate again" in said(app)
