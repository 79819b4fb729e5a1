"""A run that trains, as a screen sees it: what it can be asked, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from engines.device import Machine, parse_device
from engines.run_plan import RunPlan, make_header
from engines.runlog.writer import RunLog
from engines.supervisor.supervisor import Supervisor
from engines.training.director import TrainingDirector


class LiveTraining:
    """A supervisor with the director of a training beside it. Every call returns at once."""

    def __init__(
        self,
        plan: RunPlan,
        machine: Machine,
        *,
        log: RunLog | Callable[[str], RunLog] | None,
        command: Sequence[str] = (),
    ) -> None:
        """`log` is a run log to append to, or makes one from the run's id."""
        self.plan = plan
        self.machine = machine
        self.header = make_header(plan, machine, command)
        self._supervisor = Supervisor(
            self.header,
            machine,
            self._direct,
            log=log(self.header.id) if callable(log) else log,
            schedule=plan.recipe.schedule,
            turn_seconds=plan.recipe.turn_seconds,
        )
        self.log_path: Path | None = self._supervisor.log_path
        self.start = self._supervisor.start
        self.now = self._supervisor.now
        self.drain = self._supervisor.drain
        self.pause = self._supervisor.pause
        self.resume = self._supervisor.resume
        self.set_schedule = self._supervisor.set_schedule
        self.mark = self._supervisor.mark
        self.close = self._supervisor.close

    def _direct(self, supervisor: Supervisor) -> TrainingDirector:
        self._director = TrainingDirector(self.plan.recipe, supervisor)
        return self._director

    def set_mode(self, lane: str, mode: str) -> None:
        """Have a lane go on in another mode."""
        self._supervisor.request(lambda: self._director.set_mode(lane, mode))

    def alternate(self, lane: str, mode: str) -> None:
        """Have a lane alternate its mode with another one, turn by turn, and go on as before."""
        self._supervisor.request(lambda: self._director.alternate(lane, mode))

    def restart(self, lane: str, device: str | None = None) -> None:
        """Start a lane anew from its first step, on another device if one is named.

        Raises `UsageError` or `RunError` at once for a device that cannot be.
        """
        target = parse_device(device, self.machine) if device else None
        self._supervisor.request(lambda: self._director.restart(lane, target))

    def change_settings(
        self, *, learning_rate: float | None = None, batch_size: int | None = None
    ) -> None:
        """Have all lanes go on with another learning rate or batch size, from one step on."""
        self._supervisor.request(lambda: self._director.change_settings(learning_rate, batch_size))
