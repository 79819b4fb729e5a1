"""What is left on the terminal: the figures, where the run is kept, and what to do with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.run.run import Run
from engines.runlog.folder import default_path
from tests.tui import scripted
from tui.plain.farewell import farewell, say_farewell


@pytest.fixture
def run() -> Run:
    run = Run(scripted.header())
    run.apply_all(scripted.done())
    return run


def test_it_names_the_log_and_the_commands_that_read_it(run: Run) -> None:
    log = default_path("20260101-000000-abc")
    *_, where, commands = farewell(run, log, (), 200).splitlines()
    assert where == f"run log: {log}"
    assert commands == "fwdash report 20260101-000000-abc   fwdash replay 20260101-000000-abc"
    elsewhere = farewell(run, Path("/a b/c.fwdash.jsonl"), (), 200)
    assert elsewhere.endswith("fwdash replay '/a b/c.fwdash.jsonl'")
    assert farewell(run, None, (), 200).endswith("no run log was kept")


def test_pictures_of_the_screen_are_found_again(run: Run) -> None:
    assert "picture of the screen: /x/y.svg" in farewell(run, None, [Path("/x/y.svg")], 200)


@pytest.mark.parametrize("width", [200, 120, 80, 60, 40])
def test_rows_of_figures_are_not_broken(run: Run, width: int) -> None:
    lines = farewell(run, None, (), width).splitlines()
    rows = [line for line in lines if line.startswith(("lane ", "torch ", "keras ", "jax "))]
    assert len(rows) == 4
    assert max(map(len, rows)) <= width
    for told in ("lane", "mode", "loss", "step ms"):
        assert told in rows[0]


def test_of_a_run_that_never_began_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    say_farewell(Run(scripted.header()), None)
    assert capsys.readouterr().out == ""
