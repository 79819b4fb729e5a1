"""The screen of a replay at every size in every state, as text with a digest of each row's style.

After a change that was meant: `pytest tests/tui/screens/test_replay_screens.py --keep-screens`, then
`git diff`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engines import events as ev
from tests.tui import scripted
from tests.tui.screens.test_screen_matrix import KEPT, SIZES, assert_kept, painted
from tests.tui.sources.test_replay import Clock, settle
from tui.app import FwdashApp
from tui.sources.replay import Replay

MIDDLE = 12.0
"""Seconds since the run started, at which lanes train."""
GARBAGE = b"\x00 no event\n"


@pytest.fixture(autouse=True)
def enough_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick that is not cut short where the machine is busy."""
    monkeypatch.setattr("tui.sources.replay.WORK", 10.0)


def play(replay: Replay, clock: Clock) -> None:
    clock.now += MIDDLE


def pause(replay: Replay, clock: Clock) -> None:
    replay.play_or_pause()
    replay.to_time(MIDDLE)


def end(replay: Replay, clock: Clock) -> None:
    replay.to_time(replay.total)


STATES: dict[str, Callable[[Replay, Clock], None]] = {
    "playing": play,
    "paused": pause,
    "at-end": end,
    "damaged": end,
}


def told() -> list[ev.AnyEvent]:
    """The script of the screen matrix in the order in which it happened, with a mark."""
    events = [*scripted.train(), ev.Marked(at=2.0, text="here")]
    return sorted(events, key=lambda event: event.at)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
async def test_a_replay_looks_as_it_did(
    state: str, size: tuple[int, int], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    lines = [ev.encode(event) for event in (scripted.header(), *told())]
    if state == "damaged":
        lines.insert(len(lines) * 3 // 4, GARBAGE)
    log = tmp_path / "a.fwdash.jsonl"
    log.write_bytes(b"".join(lines))
    clock = Clock()
    replay = Replay(log, clock=clock)
    app = FwdashApp(replay)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.tick()
        STATES[state](replay, clock)
        await settle(app, pilot)
        app.clear_notifications()
        await pilot.pause()
        text = painted(app)
    path = KEPT / f"replay-{state}-{size[0]}x{size[1]}.txt"
    assert_kept(path, text, request)
