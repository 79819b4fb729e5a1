"""A source for a run that nobody started yet: the start form stands over it."""

from __future__ import annotations

from engines.device import Machine
from engines.events import AnyEvent
from engines.recipe import Recipe
from engines.run_plan import RunPlan, make_header
from tui.sources.watched import Watched
from tui.start.checked_plan import lane_specs
from tui.start.run_request import RunRequest


class Planned(Watched):
    """Lanes that wait for the form; nothing runs and nothing comes."""

    def __init__(self, request: RunRequest, machine: Machine) -> None:
        """Initialize for what was asked for; raises for lanes that cannot be."""
        recipe = Recipe(
            lanes=lane_specs(request.lanes, machine),
            workload=request.workload,
            optimizer=request.optimizer or "sgd",
            learning_rate=request.learning_rate or 0.0,
            batch_size=request.batch_size or 1,
        )
        plan = RunPlan(recipe)
        super().__init__(make_header(plan, machine, ()), None, "No run was started yet.")
        self._request = request

    @property
    def unstarted(self) -> RunRequest:
        """What the form begins with."""
        return self._request

    def where_to_start(self) -> tuple[Machine, str]:
        """Where this run is planned."""
        return self.machine, ""

    def start(self) -> None:
        """Nothing to start."""

    def drain(self) -> list[AnyEvent]:
        """Nothing happens."""
        return []

    def now(self) -> float:
        """The clock stands still."""
        return 0.0
