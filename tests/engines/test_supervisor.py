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
from engines.run import Run
from engines.run_plan import RunPlan
from engines.runlog import RunLog, read_run
from engines.summary import summarise
from engines.supervisor import Supervisor

PATIENCE = 120


class Live:
    """A supervisor and the fold of what it says."""

    def __init__(self, log: Path, *lanes: str) -> None:
        plan = RunPlan(
            name_lanes([parse_lane(text) for text in lanes], lanes),
            "digits-mlp",
            "sgd",
            0.05,
            64,
        )
        self.supervisor = Supervisor(plan, find_machine(), log=RunLog(log))
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
    assert supervisor.paused == {"jax+eager"}
    paused_at, other_at = lane("jax+eager").step, lane().step
    live.until(lambda run: lane().step > other_at + 500)
    assert lane("jax+eager").step == paused_at
    supervisor.resume("jax+eager")
    live.until(lambda run: lane("jax+eager").step > paused_at)
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
