"""The screens over a run that frameworks made: what a hand-made stream leaves out is in it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from engines.run.summary import summarise
from tests.tui.screens.test_race import screen_text
from tests.tui.sources.test_replay import folded, replaying, settle
from widgets.quantities import seconds_text

LOG = Path(__file__).parents[2] / "data" / "real" / "changes.fwdash.jsonl"
SIZES = ((60, 20), (80, 24), (120, 36), (200, 50))
LANES = ("torch", "keras", "jax")
MODES = {"torch": "compile", "keras": "xla", "jax": "eager"}
"""The mode that each lane ended in."""


@pytest.fixture(autouse=True)
def enough_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick that is not cut short where the machine is busy."""
    monkeypatch.setattr("tui.sources.replay.WORK", 10.0)


def summary() -> dict[str, Any]:
    return summarise(folded(LOG, math.inf).run, None)


async def at_end(size: tuple[int, int], *keys: str) -> str:
    """The screen that keys lead to, at the end of the run."""
    async with replaying(LOG, size) as (app, replay, _, pilot):
        replay.to_time(replay.total)
        await settle(app, pilot)
        app.clear_notifications()
        for key in keys:
            await pilot.press(key)
            app.tick()
            await pilot.pause()
        assert app.crash is None
        return screen_text(app)


def test_the_run_is_one_of_three_frameworks_with_a_change_of_mode_each() -> None:
    lanes = summary()["lanes"]
    assert {lane["id"]: lane["mode"] for lane in lanes} == MODES
    assert [lane["steps"] for lane in lanes] == [60, 60, 60]
    assert LOG.stat().st_size < 200 * 1024


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_main_screen_names_each_lane_and_its_loss(size: tuple[int, int]) -> None:
    text = await at_end(size)
    lanes = summary()["lanes"]
    assert all(lane["id"] in text for lane in lanes)
    shown = lanes[:1] if size == (60, 20) else lanes  # there a screen has room for one lane
    assert text.count(f"{lanes[0]['loss']['last']:.4f}") >= len(shown)
    for lane in shown:
        assert MODES[lane["id"]] in text


@pytest.mark.parametrize("size", SIZES[1:], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("number", [1, 2, 3], ids=LANES)
async def test_the_detail_has_the_median_of_each_mode(number: int, size: tuple[int, int]) -> None:
    text = await at_end(size, str(number), "i")
    lane = summary()["lanes"][number - 1]
    (head,) = [row for row in text.split("\n") if row.split()[1:4:2] == [lane["id"], "cpu"]]
    assert "step 60" in head
    for mode, times in lane["step_seconds_by_mode"].items():
        rows = [row for row in text.split("\n") if mode in row.split()[:2]]
        assert any(seconds_text(times["median"]) in row for row in rows)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_log_has_what_the_workers_printed(size: tuple[int, int]) -> None:
    text = await at_end(size, "L")
    assert "all lanes" in text
    assert " K " in text
    assert "cuInit" in text


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_code_is_that_of_the_engine_and_says_its_mode(size: tuple[int, int]) -> None:
    text = await at_end(size, "o")
    assert "pytorch_engine.py" in text
    assert "T torch" in text
    assert "compile" in text
    assert "def train(self" in text
