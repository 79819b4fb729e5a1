"""How far a worker is: the smallest fold, of what every reader of the stream has to know."""

from __future__ import annotations

from engines.events import (
    AnyEvent,
    Crashed,
    Header,
    ModeChanged,
    Phase,
    SettingsChanged,
    Started,
    Steps,
)
from engines.phases import PhaseName, status_of
from engines.recipe import LaneSpec


class WorkerProgress:
    """Which start of a worker it is, where it runs, and in what phase it is."""

    def __init__(self, device: str = "") -> None:
        self.attempt = 0
        """Which start of it, from 1; 0 before the first."""
        self.pid: int | None = None
        self.device = device
        self.phase = str(PhaseName.STARTING)

    @property
    def status(self) -> str:
        """`running`, or how it ended: `finished`, `stopped`, `crashed`."""
        return status_of(self.phase)

    def apply(self, event: AnyEvent) -> None:
        """Fold one event of this worker."""
        match event:
            case Phase():
                self.phase = event.phase
            case Started():
                self.attempt, self.pid = event.attempt, event.pid
                self.device = event.device
                self.phase = str(PhaseName.STARTING)
            case Crashed():
                self.phase = str(PhaseName.CRASHED)


class LaneProgress(WorkerProgress):
    """The same of a worker that trains, and its step, mode, learning rate and batch size."""

    def __init__(
        self, device: str = "", mode: str = "", learning_rate: float = 0.0, batch_size: int = 0
    ) -> None:
        """As it was asked for; where only the end of a log is read, nobody knows."""
        super().__init__(device)
        self.mode = mode
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.step = 0
        """The last step that is told of; steps begin anew with each attempt."""
        self._asked = learning_rate, batch_size

    @classmethod
    def asked(cls, header: Header, spec: LaneSpec) -> LaneProgress:
        """A lane of a run before anything has happened."""
        recipe = header.training
        return cls(spec.device, spec.mode, recipe.learning_rate, recipe.batch_size)

    def apply(self, event: AnyEvent) -> None:
        """Fold one event of this lane."""
        match event:
            case Steps():
                self.step = event.last
                return
            case ModeChanged():
                self.mode = event.mode
            case SettingsChanged():
                self.learning_rate, self.batch_size = event.learning_rate, event.batch_size
            case Started():
                self.mode = event.mode
                self.learning_rate, self.batch_size = self._asked
                self.step = 0
        super().apply(event)
