"""A model with dropout in a whole run: it evaluates without, and looking at it changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engines.events import Evaluated, Steps
from engines.lane import FRAMEWORKS
from tests.end_to_end.fwdash import events_in, summary_of

DROPOUT = str(Path(__file__).parents[1] / "workloads" / "dropout.py")


def trained(log: Path, *arguments: str) -> tuple[dict[str, Any], dict[str, list[float]]]:
    """The summary of ten steps with weights that stand still, and each lane's losses."""
    summary = summary_of(
        "--workload", DROPOUT, "--steps", "10", "--lr", "1e-12", "--out", str(log), *arguments,
        *FRAMEWORKS,
    )  # fmt: skip
    losses: dict[str, list[float]] = {lane: [] for lane in FRAMEWORKS}
    for event in events_in(log):
        if isinstance(event, Steps):
            losses[event.lane] += event.losses
    return summary, losses


def test_dropout_is_off_where_a_lane_is_evaluated_and_no_look_changes_it(tmp_path: Path) -> None:
    often, seldom = tmp_path / "often.fwdash.jsonl", tmp_path / "seldom.fwdash.jsonl"
    summary, losses = trained(often, "--evaluate-every", "1")
    test_losses = [one.loss for one in events_in(often) if isinstance(one, Evaluated)]
    assert len(test_losses) == len(FRAMEWORKS) * 11
    assert test_losses == pytest.approx([test_losses[0]] * len(test_losses), abs=1e-6)
    assert [lane["draws_random_numbers"] for lane in summary["lanes"]] == [True] * 3
    assert not summary["parity"]["expected"]
    for drawn in losses.values():
        assert len(set(drawn)) == 10, "training has its dropout"
    # The same command but for how often it looks, in new processes: the same to the last digit.
    assert trained(seldom, "--evaluate-every", "10", "--evaluate-batch", "7")[1] == losses
