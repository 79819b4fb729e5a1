"""The plain screen of a study: a live one and a recorded one, with every key that means something."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import DataTable, Static

from engines.runlog.writer import RunLog
from tests.engines.study.runs import counting
from tests.engines.supervisor.counting import job
from tui.app import FwdashApp
from tui.screens.cells import CellsScreen
from tui.screens.help import HelpScreen
from tui.screens.log import LogScreen
from tui.sources.own_run import OwnRun
from tui.sources.replay import Replay

CELLS = {"ten": job("count", to=10), "wrong": job("raise_error"), "dies": job("die")}
PATIENCE = 60


class LiveStudy(OwnRun):
    """A supervisor that counts, as a source of the dashboard."""

    def __init__(self, log: Path) -> None:
        supervisor = counting(CELLS, RunLog(log))
        self.header, self.machine = supervisor.header, supervisor.machine
        self.log_path = supervisor.log_path
        self.start, self.now, self.drain = supervisor.start, supervisor.now, supervisor.drain
        self.close, self.mark = supervisor.close, supervisor.mark
        self.pause, self.resume = supervisor.pause, supervisor.resume
        self.set_schedule = supervisor.set_schedule


def table(app: FwdashApp) -> list[list[str]]:
    cells = app.screen.query_one("#cells", DataTable)
    return [cells.get_row_at(number) for number in range(cells.row_count)]


async def until(app: FwdashApp, wanted: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not wanted():
        assert time.monotonic() < deadline, table(app)
        app.tick()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (40, 8)])
async def test_a_study_is_shown_as_it_goes_and_replayed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    log = tmp_path / "count.fwdash.jsonl"
    app = FwdashApp(LiveStudy(log))  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, CellsScreen)
        assert [row[:2] for row in table(app)] == [[name, "counting"] for name in CELLS]
        await until(app, lambda: app.known.ended)
        await pilot.pause()
        app.tick()
        assert [row[4:6] for row in table(app)] == [
            ["finished", "right"],
            ["finished", "raises"],
            ["crashed", "died"],
        ]
        assert "sum  55 counts" in str(app.screen.query_one("#found", Static).content)
        assert "3 of 3 cells done" in str(app.screen.query_one("#study", Static).content)
        await pilot.press("down")
        await pilot.pause()
        assert "seven comes after six" in str(app.screen.query_one("#found", Static).content)
        await pilot.press("L")
        assert isinstance(app.screen, LogScreen)
        await pilot.press("escape", "question_mark")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape", "escape", "space", "c", "d")
        assert isinstance(app.screen, CellsScreen)
        at_end = table(app)
        await pilot.press("q")
    replay = FwdashApp(Replay(log))
    async with replay.run_test(size=size) as pilot:
        await pilot.press("end")
        await until(replay, lambda: replay.known.ended)
        await pilot.pause()
        replay.tick()
        assert table(replay) == at_end
        await pilot.press("home")
        await until(replay, lambda: table(replay)[0][5] == "")
        await pilot.press("space", "greater_than_sign", "full_stop", "right_curly_bracket")
        await pilot.press("q")
