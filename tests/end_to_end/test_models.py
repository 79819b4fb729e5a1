"""A model with dropout in a whole run: it evaluates without, and looking at it changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from engines.events import AnyEvent, Evaluated, Steps
from engines.lane import FRAMEWORKS
from tests.end_to_end.fwdash import events_in, summary_of
from tests.end_to_end.trainings import Trainings

DROPOUT = str(Path(__file__).parents[1] / "workloads" / "dropout.py")


STILL = ("--workload", DROPOUT, "--steps", "10", "--lr", "1e-12", *FRAMEWORKS)
"""Ten steps with weights that stand still."""


def losses_in(events: Sequence[AnyEvent]) -> dict[str, list[float]]:
    """Each lane's losses."""
    losses: dict[str, list[float]] = {lane: [] for lane in FRAMEWORKS}
    for event in events:
        if isinstance(event, Steps):
            losses[event.lane] += event.losses
    return losses


def test_dropout_is_off_where_a_lane_is_evaluated_and_no_look_changes_it(
    tmp_path: Path, trainings: Trainings
) -> None:
    often = tmp_path / "often.fwdash.jsonl"
    summary = summary_of(*STILL, "--evaluate-every", "1", "--out", str(often))
    losses = losses_in(events_in(often))
    test_losses = [one.loss for one in events_in(often) if isinstance(one, Evaluated)]
    assert len(test_losses) == len(FRAMEWORKS) * 11
    assert test_losses == pytest.approx([test_losses[0]] * len(test_losses), abs=1e-6)
    assert [lane["draws_random_numbers"] for lane in summary["lanes"]] == [True] * 3
    assert not summary["parity"]["expected"]
    for drawn in losses.values():
        assert len(set(drawn)) == 10, "training has its dropout"
    # The same command but for how often it looks, in other processes: the same to the last digit.
    trainings.summary_of(*STILL, "--evaluate-every", "10", "--evaluate-batch", "7")
    assert losses_in(trainings.events) == losses
