"""A source for a run that nobody started yet: the start form stands over it."""

from __future__ import annotations

from engines.device import Machine
from engines.events import AnyEvent
from engines.run_plan import RunPlan, make_header
from tui.sources.watched import Watched
from tui.start.checked_plan import Asked, lane_specs


class Planned(Watched):
    """Lanes that wait for the form; nothing runs and nothing comes."""

    def __init__(self, asked: Asked, machine: Machine) -> None:
        """Initialize for what was asked for; raises for lanes that cannot be."""
        plan = RunPlan(
            lanes=lane_specs(asked.lanes, machine),
            workload=asked.workload,
            optimizer=asked.optimizer or "sgd",
            learning_rate=asked.learning_rate or 0.0,
            batch_size=asked.batch_size or 1,
        )
        super().__init__(make_header(plan, machine, ()), None, "No run was started yet.")
        self._asked = asked

    @property
    def unstarted(self) -> Asked:
        """What the form begins with."""
        return self._asked

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
