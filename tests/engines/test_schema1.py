"""Logs of schema 1 open for ever: folded, summed up and exported as on the day they were kept.

The files beside `LOGS` are copies that no new picture changes. `NAME.summary.json` was made once, by
`python -m tests.engines.test_schema1`; a difference is a broken promise, not a reason to make it anew.
Only what a word means was changed in them since: the median of an even number of samples, a percentile of
too few, and CPU time a step, which is of all samples of the last mode;
and that all these weigh a chunk by its steps.
"""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest

from engines.export.exported import export
from engines.replay.fold import Fold
from engines.replay.goals import AtTime
from engines.run.summary import summarise
from engines.runlog.cursor import LogCursor

LOGS = Path(__file__).resolve().parents[1] / "data" / "schema1"
NAMES = ("race", "toggle", "crash")


def log_of(name: str) -> Path:
    return LOGS / f"{name}.fwdash.jsonl"


def golden_of(name: str) -> Path:
    return LOGS / f"{name}.summary.json"


def summary_of(name: str) -> dict[str, Any]:
    """The summary that a fold over the whole log gives, as its JSON is read back."""
    cursor = LogCursor(log_of(name))
    fold = Fold(cursor)
    fold.advance(AtTime(math.inf), deadline=math.inf, keep=False)
    cursor.close()
    assert fold.damage is None
    document: dict[str, Any] = json.loads(json.dumps(summarise(fold.run, None)))
    return document


def as_far_as(then: Any, now: Any) -> Any:
    """Of what is told now, what was told then: of a recipe and of a lane there is more by now."""
    if isinstance(then, dict) and isinstance(now, dict):
        return {key: as_far_as(then[key], now[key]) for key in then if key in now}
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [as_far_as(*both) for both in zip(then, now, strict=True)]
    return now


@pytest.mark.parametrize("name", NAMES)
def test_the_summary_is_what_it_was(name: str) -> None:
    then = json.loads(golden_of(name).read_text(encoding="utf-8"))
    assert as_far_as(then, summary_of(name)) == then


@pytest.mark.parametrize("name", NAMES)
def test_it_is_exported_with_every_step(name: str, tmp_path: Path) -> None:
    read = export(log_of(name), "csv", tmp_path / "out")
    assert read.damage is None
    assert not read.passed
    with open(tmp_path / "out" / "steps.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for lane in summary_of(name)["lanes"]:
        assert max(int(row["step"]) for row in rows if row["lane"] == lane["id"]) == lane["steps"]


if __name__ == "__main__":
    for each in NAMES:
        kept = json.loads(golden_of(each).read_text(encoding="utf-8"))
        text = json.dumps(as_far_as(kept, summary_of(each)), indent=1) + "\n"
        golden_of(each).write_text(text, encoding="utf-8")
