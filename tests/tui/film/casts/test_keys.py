"""The keys that record and draw, on an application without a terminal, and the sign that it records."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver

from engines import events as ev
from engines.runlog.writer import RunLog
from tests.tui import scripted
from tests.tui.keys.test_actions import racing, said
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.film.casts.markers import marker
from tui.film.casts.tee_driver import listen, tee_driver
from tui.new_file import create_file


def test_the_tee_sits_on_the_driver_that_the_environment_names() -> None:
    driver_class = FwdashApp(Scripted()).get_driver_class()
    (base,) = [one for one in driver_class.__mro__ if one.__name__ == "LinuxDriver"]
    assert issubclass(driver_class, base)
    assert driver_class is tee_driver(base)


def test_a_listener_is_told_what_the_driver_writes() -> None:
    class Written(HeadlessDriver):
        def __init__(self) -> None:
            self.written: list[str] = []

        def write(self, data: str) -> None:
            self.written.append(data)

    driver = tee_driver(Written)()  # type: ignore[call-arg]
    heard: list[str] = []
    assert listen(driver, heard.append)
    driver.write("a")
    assert listen(driver, None)
    driver.write("b")
    assert heard == ["a"]
    assert driver.written == ["a", "b"]  # type: ignore[attr-defined]
    assert not listen(Driver, None)


async def test_where_there_is_no_terminal_recording_says_so() -> None:
    async with racing() as (app, _, pilot):
        await pilot.press("R")
        assert "There is no terminal here to record" in said(app)
        assert app.recording is None


async def test_a_still_is_an_svg_in_a_file_of_its_own(state_folder: Path) -> None:
    async with racing() as (app, _, pilot):
        await pilot.press("S", "S")
        first, second = sorted((state_folder / "fwdash" / "casts").glob("*.svg"))
        assert str(first) in said(app)
        assert str(second) in said(app)
        assert "digits-mlp" in first.read_text()


async def test_what_the_keys_make_is_for_its_owner_only_as_run_logs_are(state_folder: Path) -> None:
    async with racing() as (_, _, pilot):
        await pilot.press("S")
    folder = state_folder / "fwdash" / "casts"
    os.close(create_file(folder / "a.cast"))
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    assert len(list(folder.iterdir())) == 2
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    log = RunLog(folder.parent / "runs" / "a.fwdash.jsonl")
    log.close()
    assert oct(log.path.stat().st_mode & 0o777) == "0o600"
    assert oct(log.path.parent.stat().st_mode & 0o777) == "0o700"


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 10)])
async def test_the_sign_stands_on_every_screen_and_pushes_keys_aside(size: tuple[int, int]) -> None:
    async with racing(size=size) as (app, _, pilot):
        bar = app.main.keys
        assert bar.show_sign("● rec 0:12") == 1
        await pilot.pause()
        line = bar.render_line(0).text
        assert line.startswith(" ● rec 0:12 ")
        assert "quit" in line
        assert bar.show_sign("● rec 0:12") == 0
        # Keys are where they are seen.
        await pilot.click(bar, offset=(line.index("quit") + 1, 0))
        await app._leave_task


def test_markers_are_marks_and_what_changes_lanes() -> None:
    labels = [
        marker(event)
        for event in (
            *scripted.compiling(),
            *scripted.crashed(),
            ev.Marked(lane="", at=1.0, text="look"),
        )
    ]
    assert [label for label in labels if label] == [
        "keras: xla failed", "jax: eager to jit", "keras crashed", "look",
    ]  # fmt: skip
