"""A study goes the way of a training, without a line for it in supervisor, log, fold or replay."""

from __future__ import annotations

import contextlib
import io
import json
import math
from pathlib import Path
from typing import Any

import pytest

from engines.errors import RunError
from engines.export.exported import export
from engines.replay.fold import Fold
from engines.replay.goals import AtTime
from engines.report.made import make_report
from engines.run.read import read_run
from engines.run.run import Run
from engines.run.summary import summarise
from engines.runlog.cursor import LogCursor
from engines.runlog.listing import describe
from engines.runlog.writer import RunLog
from tests.engines.logs import indexed
from tests.engines.study.runs import counting
from tests.engines.supervisor.counting import job
from tui.plain.headless import run_headless

CELLS = {
    "ten": job("count", to=10),
    "wrong": job("raise_error"),
    "dies": job("die"),
    "clings": job("cling"),
    "mute": job("say_nothing"),
}
OUTCOMES = {
    "ten": "right",
    "wrong": "raises",
    "dies": "died",
    "clings": "timed out",
    "mute": "died",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], int]:
    """The log of one whole run without a screen, what it printed, and its exit code."""
    log = tmp_path_factory.mktemp("study") / "count.fwdash.jsonl"
    supervisor = counting(CELLS, RunLog(log), seconds=3.0)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        code = run_headless(supervisor, as_json=True)  # type: ignore[arg-type]
    return log, json.loads(printed.getvalue()), code


Ran = tuple[Path, dict[str, Any], int]


def test_headless_json_has_every_cell_with_its_outcome_and_findings(run: Ran) -> None:
    _, summary, code = run
    assert code == 1, "not every cell came to its end"
    assert {cell["id"]: cell["outcome"] for cell in summary["cells"]} == OUTCOMES
    ten = summary["cells"][0]
    assert [(one["name"], one["value"], one["unit"]) for one in ten["findings"]] == [
        ("number", 10, "counts"),
        ("sum", 55, "counts"),
    ]
    assert summary["run"]["study"] == "counting"
    assert summary["lanes"] == []
    assert "parity" not in summary
    wrong = summary["cells"][1]
    assert wrong["detail"] == "ValueError: seven comes after six"
    assert summary["cells"][3]["error"] == "timed out after 3 s"


def test_the_log_folds_to_the_same_summary(run: Ran) -> None:
    log, summary, _ = run
    assert summarise(read_run(log), str(log)) == summary


def test_a_replay_comes_to_every_moment_and_back(run: Ran) -> None:
    log, summary, _ = run
    end = AtTime(read_run(log).at)
    fold = Fold(LogCursor(log))
    fold.index = indexed(log, fold.cursor)
    for _ in range(2):
        fold.start(end, 5000, 0)
        fold.advance(end, math.inf)
        assert summarise(fold.run, str(log)) == summary
        fold.start(AtTime(0.0), 5000, 0)
        fold.advance(AtTime(0.0), math.inf)
        assert all(not cell.outcome for cell in fold.run.cells.values())


def test_a_cell_that_was_never_begun_keeps_the_run_going(run: Ran) -> None:
    log, _, _ = run
    assert read_run(log).ended
    assert not Run(read_run(log).header).ended


def test_readers_that_tell_of_lanes_alone_say_so_in_a_sentence(run: Ran, tmp_path: Path) -> None:
    log, _, _ = run
    for command in (
        lambda: make_report([log]),
        *(lambda to=to: export(log, to, tmp_path / to) for to in ("csv", "parquet", "tensorboard")),
    ):
        with pytest.raises(RunError, match="trains nothing"):
            command()
    assert list(tmp_path.iterdir()) == []
    listed = describe(log)
    assert listed is not None
    assert (listed.workload, listed.problem, len(listed.lanes)) == ("counting", "", len(CELLS))
