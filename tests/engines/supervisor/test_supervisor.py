"""The supervisor with a real JAX worker: pause, restart, another device, schedule, marks, close."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from engines.device import find_machine
from engines.errors import RunError, UsageError
from engines.lane import name_lanes, parse_lane
from engines.recipe import Recipe
from engines.run.read import read_run
from engines.run.run import Run
from engines.run.summary import summarise
from engines.run_plan import RunPlan
from engines.runlog.writer import RunLog
from engines.training.live import LiveTraining

PATIENCE = 120


class Live:
    """A supervisor and the fold of what it says."""

    def __init__(self, log: Path, *lanes: str) -> None:
        recipe = Recipe(
            lanes=name_lanes([parse_lane(text) for text in lanes], lanes),
            workload="digits-mlp",
            optimizer="sgd",
            learning_rate=0.05,
            batch_size=64,
        )
        plan = RunPlan(recipe)
        self.supervisor = LiveTraining(plan, find_machine(), log=RunLog(log))
        self.run = Run(self.supervisor.header)

    def until(self, wanted: Callable[[Run], bool]) -> None:
        """Take in events until `wanted` holds."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.run.apply_all(self.supervisor.drain())
            if wanted(self.run):
                return
            assert time.monotonic() < deadline, {
                lane.id: (lane.phase, lane.step, lane.error) for lane in self.run.lanes.values()
            }
            time.sleep(0.02)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    before = os.sched_getaffinity(0)
    both = Live(tmp_path / "a.jsonl", "jax+jit", "jax+eager")
    yield both
    both.supervisor.close()
    assert os.sched_getaffinity(0) == before


def test_a_life_in_the_dashboard(live: Live, tmp_path: Path) -> None:
    supervisor = live.supervisor
    supervisor.start()
    supervisor.start()
    assert len(os.sched_getaffinity(0)) == 1

    def lane(name: str = "jax+jit"):  # type: ignore[no-untyped-def]
        return live.run.lanes[name]

    live.until(lambda run: lane().step > 200 and lane("jax+eager").step > 2)
    assert live.run.parity["jax+eager"].largest < 1e-5

    supervisor.pause("jax+eager")
    live.until(lambda run: lane("jax+eager").phase == "paused")
    assert lane("jax+eager").paused
    assert not lane().paused
    paused_at, other_at = lane("jax+eager").step, lane().step
    live.until(lambda run: lane().step > other_at + 500)
    assert lane("jax+eager").step == paused_at
    supervisor.resume("jax+eager")
    live.until(lambda run: lane("jax+eager").step > paused_at)
    assert not lane("jax+eager").paused
    assert lane("jax+eager").phase == "training"

    supervisor.set_mode("jax+eager", "jit")
    live.until(lambda run: lane("jax+eager").mode == "jit" and lane("jax+eager").recent)
    assert lane("jax+eager").compiles[-1].mode == "jit"

    contended = lane().left_out["contended"]
    supervisor.set_schedule("free")
    live.until(lambda run: lane().left_out["contended"] > contended)
    assert live.run.schedule == "free"
    supervisor.set_schedule("turns")
    live.until(lambda run: run.schedule == "turns")

    supervisor.change_settings(learning_rate=0.01, batch_size=32)
    live.until(
        lambda run: all(lane.batch_size == 32 and lane.recent for lane in run.lanes.values())
    )
    both = list(live.run.lanes.values())
    assert both[0].setting_changes[0].step == both[1].setting_changes[0].step > 0
    assert [one.learning_rate for one in both] == [0.01, 0.01]
    assert both[0].compiles[-1].reason == "batch size 32"
    assert live.run.parity["jax+eager"].largest < 1e-5

    supervisor.mark("here")
    live.until(lambda run: bool(run.marks))
    assert live.run.marks[0].text == "here"

    # Killed, shown, restarted on another device.
    os.kill(lane("jax+eager").pid, signal.SIGKILL)
    live.until(lambda run: lane("jax+eager").status == "crashed")
    assert lane("jax+eager").error == "killed by SIGKILL"
    with pytest.raises(UsageError):
        supervisor.restart("jax+eager", "tpu")
    with pytest.raises(RunError):
        supervisor.restart("jax+eager", "cuda:9")
    core = find_machine().lane_cores[-1]
    supervisor.restart("jax+eager", f"cpu:{core}")
    live.until(lambda run: lane("jax+eager").attempt == 2 and lane("jax+eager").step > 10)
    assert lane("jax+eager").device == f"cpu:{core}"
    assert lane("jax+eager").mode == "jit", "a restarted lane keeps its mode"
    assert live.run.parity["jax+eager"].largest < 1e-5
    first = lane().pid
    supervisor.restart("jax+jit")
    live.until(lambda run: lane().attempt == 2 and lane().step > 10)
    assert not psutil.pid_exists(first)

    workers = [lane().pid, lane("jax+eager").pid]
    began = time.monotonic()
    supervisor.close()
    assert time.monotonic() - began < 2
    assert not any(map(psutil.pid_exists, workers))
    supervisor.close()
    live.run.apply_all(supervisor.drain())
    assert [lane.status for lane in live.run.lanes.values()] == ["stopped", "stopped"]
    log = tmp_path / "a.jsonl"
    assert summarise(read_run(log), None) == summarise(live.run, None)


def test_settings_change_at_the_same_step_in_every_framework(tmp_path: Path) -> None:
    live = Live(tmp_path / "b.jsonl", "torch", "keras", "jax")
    live.supervisor.start()
    try:
        live.until(lambda run: all(lane.step > 50 for lane in run.lanes.values()))
        live.supervisor.change_settings(batch_size=48)
        live.until(lambda run: all(lane.batch_size == 48 for lane in run.lanes.values()))
        live.until(
            lambda run: run.parity["jax"].compared > run.lanes["jax"].setting_changes[0].step
        )
        assert all(gap.largest < 1e-4 for gap in live.run.parity.values())
        live.supervisor.change_settings(learning_rate=0.02)
        live.until(lambda run: all(lane.learning_rate == 0.02 for lane in run.lanes.values()))
    finally:
        live.supervisor.close()
    steps = {
        tuple(change.step for change in lane.setting_changes) for lane in live.run.lanes.values()
    }
    assert len(steps) == 1
    compiled = {lane.id: [one.reason for one in lane.compiles] for lane in live.run.lanes.values()}
    assert compiled == {
        "torch": [],
        "keras": ["first use of graph", "batch size 48"],
        "jax": ["first use of jit", "batch size 48"],
    }


def test_closing_before_anything_started_is_fine(live: Live) -> None:
    live.supervisor.close()


def test_closing_while_workers_import(live: Live) -> None:
    live.supervisor.start()
    live.until(lambda run: all(lane.pid for lane in run.lanes.values()))
    workers = [lane.pid for lane in live.run.lanes.values()]
    began = time.monotonic()
    live.supervisor.close()
    assert time.monotonic() - began < 2
    assert not any(map(psutil.pid_exists, workers))
