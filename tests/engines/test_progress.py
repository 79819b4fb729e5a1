"""How far a worker is: the same wherever it is folded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from engines import events as ev
from engines.progress import LaneProgress, WorkerProgress
from engines.run.run import Run
from engines.runlog.end import read_end
from tests.engines.logs import LANES, streams, write_log
from tests.engines.streams import header, steps


def started(attempt: int, mode: str = "eager") -> ev.Started:
    return ev.Started(
        lane="torch", at=1.0, pid=6 + attempt, attempt=attempt, device="cpu:1", mode=mode
    )


def progress(*told: ev.AnyEvent) -> LaneProgress:
    run = header("torch")
    made = LaneProgress.asked(run, run.lanes[0])
    for event in told:
        made.apply(event)
    return made


def test_before_anything_happened_a_lane_is_as_it_was_asked_for() -> None:
    lane = progress()
    assert (lane.device, lane.mode, lane.learning_rate, lane.batch_size) == (
        "cpu",
        "eager",
        0.05,
        64,
    )
    assert (lane.attempt, lane.pid, lane.step, lane.status) == (0, None, 0, "running")


def test_it_follows_what_changes() -> None:
    lane = progress(
        started(1),
        steps("torch", 1, [1.0] * 8),
        ev.ModeChanged(lane="torch", at=2.0, mode="compile", previous="eager", step=8, seconds=0.1),
        ev.SettingsChanged(lane="torch", at=2.0, learning_rate=0.1, batch_size=32, step=8),
        steps("torch", 9, [1.0] * 2),
        ev.Phase(lane="torch", at=3.0, phase="finished"),
    )
    assert (lane.attempt, lane.pid, lane.device, lane.mode) == (1, 7, "cpu:1", "compile")
    assert (lane.step, lane.learning_rate, lane.batch_size) == (10, 0.1, 32)
    assert lane.status == "finished"


def test_a_new_start_begins_with_what_was_asked_for() -> None:
    lane = progress(
        started(1),
        ev.SettingsChanged(lane="torch", at=2.0, learning_rate=0.1, batch_size=32, step=0),
        steps("torch", 1, [1.0]),
        ev.Crashed(lane="torch", at=3.0, reason="died"),
        started(2, mode="compile"),
    )
    assert (lane.step, lane.learning_rate, lane.batch_size) == (0, 0.05, 64)
    assert (lane.attempt, lane.mode, lane.status) == (2, "compile", "running")


@pytest.mark.parametrize("ended", ["finished", "stopped", "crashed"])
def test_a_phase_that_ends_a_worker_is_its_status(ended: str) -> None:
    worker = WorkerProgress("cpu")
    worker.apply(ev.Phase(lane="torch", at=1.0, phase=ended))
    assert worker.status == ended


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=streams())
def test_the_end_of_a_log_says_what_the_fold_knows(tmp_path: Path, told: list[ev.AnyEvent]) -> None:
    run = Run(header(*LANES))
    run.apply_all(told)
    log = write_log(tmp_path / "a.jsonl", told)
    end = read_end(log, log.stat().st_size, tail=1 << 20)
    for lane in run.lanes.values():
        assert end.status(lane.id) in (lane.status, None)
        if lane.step or lane.attempt:
            assert end.steps(lane.id) == lane.step
