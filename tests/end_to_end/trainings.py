"""Trainings one after another in the same three workers, where what is asked is not of the process.

A run of its own imports three frameworks, which is most of what it costs. Command line, plan, supervisor,
workers, pipes, fold and summary are here those of any run; only the worker processes stay.
"""

from __future__ import annotations

import threading
from typing import Any

from engines.commands import Order
from engines.cores import use_cores
from engines.device import find_machine, parse_device
from engines.events import AnyEvent
from engines.order import Train
from engines.recipe import Recipe
from engines.run.run import Run
from engines.run.summary import summarise
from engines.run_plan import RunPlan, make_header
from engines.supervisor.launch import lane_cores
from engines.supervisor.supervisor import Supervisor
from engines.supervisor.turns import Turns
from tests.end_to_end.fwdash import PATIENCE
from tui.commands.run import run as run_command
from tui.start.checked_plan import make_plan
from tui.start.run_request import DEFAULT, RunRequest


class Trainings:
    """Three workers, and whoever orders trainings of them."""

    def __init__(self) -> None:
        self._machine = find_machine()
        self.events: list[AnyEvent] = []
        """What happened in the latest training."""
        header = make_header(make_plan(DEFAULT, self._machine), self._machine, ())
        self._supervisor = Supervisor(header, self._machine, self._direct, log=None)
        self._supervisor.start()
        use_cores(self._machine.cores, all_threads=True)  # other tests' processes inherit them

    def _direct(self, supervisor: Supervisor) -> OneAfterAnother:
        self._director = OneAfterAnother(supervisor)
        return self._director

    def summary_of(self, *arguments: str) -> dict[str, Any]:
        """The summary of `fwdash run ARGUMENTS`, in which every lane finished."""
        plan = plan_of(arguments)
        run = Run(make_header(plan, self._machine, ()))
        done = threading.Event()
        self._supervisor.drain()
        self._supervisor.request(lambda: self._director.order(plan.recipe, done))
        assert done.wait(PATIENCE), {lane.id: lane.phase for lane in run.lanes.values()}
        self.events = self._supervisor.drain()
        run.apply_all(self.events)
        assert [lane.status for lane in run.lanes.values()] == ["finished"] * len(run.lanes)
        return summarise(run, None)

    def close(self) -> None:
        """End the workers."""
        self._supervisor.close()


class OneAfterAnother:
    """A director that orders every training of workers that have done others before."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._running: set[str] = set()
        self._done = threading.Event()

    def begin(self) -> None:
        """Nothing is ordered yet."""

    def order(self, recipe: Recipe, done: threading.Event) -> None:
        """Train all lanes, and say when they have."""
        self._running, self._done = {spec.id for spec in recipe.lanes}, done
        machine = self._supervisor.machine
        for place, spec in enumerate(recipe.lanes):
            device = parse_device(spec.device, machine)
            cores, _ = lane_cores(device, machine, place, len(recipe.lanes), recipe.schedule)
            order = Order(
                who=spec.id,
                framework=spec.framework,
                mode=spec.mode,
                device=device.kind,
                cores=cores,
                job=Train(recipe=recipe),
                fresh=False,
            )
            self._supervisor.start_worker(order, device)

    def may_begin(self, turns: Turns) -> bool:
        """Nothing is timed here."""
        return True

    def hear(self, event: AnyEvent) -> None:
        """Nothing is decided by what happens."""

    def left(self, who: str) -> None:
        """One lane is through."""
        self._running.discard(who)
        if not self._running:
            self._done.set()


def plan_of(arguments: tuple[str, ...]) -> RunPlan:
    """What `fwdash run ARGUMENTS` would train."""
    told = run_command.make_context("run", list(arguments)).params
    asked = {name: value for name, value in told.items() if name in RunRequest.__struct_fields__}
    asked["lanes"] = asked["lanes"] or DEFAULT.lanes
    return make_plan(RunRequest(**asked), find_machine())
