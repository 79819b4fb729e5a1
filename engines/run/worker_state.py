"""What is known of any worker: the fold of its events since it was last started."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from engines.events import (
    AnyEvent,
    Crashed,
    DeviceMemory,
    Logged,
    Noted,
    PauseChanged,
    Phase,
    ProcessSampled,
    Started,
)
from engines.phases import RUNNING, PhaseName
from engines.progress import WorkerProgress
from engines.run.series import Series

LOG_LINES = 2000
OWN, USS = "own", "USS"
"""How a worker's own memory was measured: as `ProcessSampled.own`, in older logs as `uss`."""
MOST_NOTES = 40
Folds = Mapping[type[AnyEvent], Callable[[Any, Any], None]]


class WorkerState:
    """Phases, process, memory, output and end of one worker, whatever its job is."""

    progress: WorkerProgress

    def __init__(self, id: str, framework: str, progress: WorkerProgress) -> None:
        self.id = id
        self.framework = framework
        self.progress = progress
        self.started_at = 0.0
        self.phase_detail = ""
        self.phase_since = 0.0
        self.phases: deque[tuple[str, float]] = deque(maxlen=10_000)
        """(phase, at) of each phase entered."""
        self.phase_seconds: defaultdict[str, float] = defaultdict(float)
        """Seconds spent in each phase that has ended."""
        self.paused = False
        """Whether a person has it wait, from the moment that this was asked for. In logs older than
        `PauseChanged` only the phase tells."""

        self.process: ProcessSampled | None = None
        self.halted_since: float | None = None
        """`at` of the first look that found the process halted; None while it can run."""
        self.rss = Series()
        self.gpu_memory = Series()
        """GPU memory of this process as the driver sees it, in bytes."""
        self.own_bytes: int | None = None
        """Memory of its own, by the measure of `own_measure`."""
        self.own_measure = OWN
        self.peak_rss: int | None = None
        self.peak_own: int | None = None
        self.peak_gpu: int | None = None
        self.peaks_are_of_before = False
        """Whether no look has seen the process at its work yet: the next one takes the peaks' place."""
        self.allocator: DeviceMemory | None = None

        self.notes: dict[str, Noted] = {}
        """What must be known of the worker's figures, by its text: said once, however often it is so."""
        self.error = ""
        self.crash: Crashed | None = None
        self.log: deque[Logged] = deque(maxlen=LOG_LINES)
        self.revision = 0
        """Grows with each event of this worker."""

    @property
    def attempt(self) -> int:
        """Which start of the worker, from 1; 0 before the first."""
        return self.progress.attempt

    @property
    def pid(self) -> int | None:
        """The process."""
        return self.progress.pid

    @property
    def device(self) -> str:
        """Where it runs."""
        return self.progress.device

    @property
    def phase(self) -> str:
        """The phase that it said last."""
        return self.progress.phase

    @property
    def status(self) -> str:
        """`running`, or how it ended: `finished`, `stopped`, `crashed`."""
        return self.progress.status

    @property
    def halted(self) -> str:
        """Why the process does nothing, as `ProcessSampled` says it; empty if it can run."""
        return self.process.halted if self.process and self.status == RUNNING else ""

    @property
    def peak_device_bytes(self) -> int | None:
        """The allocator's peak or, failing that, the driver's view of this process."""
        if self.allocator is not None and self.allocator.peak is not None:
            return self.allocator.peak
        return self.peak_gpu

    def apply(self, event: AnyEvent) -> None:
        """Fold one event of this worker."""
        self.revision += 1
        fold = self.FOLDS.get(type(event))
        if fold is not None:
            fold(self, event)
        self.progress.apply(event)

    def _fold_phase(self, event: Phase) -> None:
        self._enter(event.phase, event.at, event.detail)

    def _fold_pause(self, event: PauseChanged) -> None:
        self.paused = event.paused

    def _fold_start(self, event: Started) -> None:
        self.started_at = self.phase_since = event.at

    def _fold_crash(self, event: Crashed) -> None:
        self.crash = event
        self.error = event.reason
        self._enter(str(PhaseName.CRASHED), event.at, event.reason)

    def _enter(self, phase: str, at: float, detail: str) -> None:
        """A phase begins, or the present one goes on with another detail."""
        if phase != self.phase:
            self.phase_seconds[self.phase] += max(0.0, at - self.phase_since)
            self.phase_since = at
        self.phase_detail = detail
        self.phases.append((phase, at))

    def _fold_output(self, event: Logged) -> None:
        self.log.append(event)

    def _fold_note(self, event: Noted) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.setdefault(event.text, event)

    def _fold_allocator(self, event: DeviceMemory) -> None:
        self.allocator = event

    def _fold_sample(self, event: ProcessSampled) -> None:
        self.process = event
        if self.peaks_are_of_before:
            self.peaks_are_of_before = False
            self.peak_rss = self.peak_own = self.peak_gpu = None
        if not event.halted:
            self.halted_since = None
        elif self.halted_since is None:
            self.halted_since = event.at
        if event.rss is not None:
            self.rss.append(*self._moment(event.at), [event.rss])
            self.peak_rss = max(self.peak_rss or 0, event.rss)
        own = event.uss if event.own is None else event.own
        if own is not None:
            self.own_measure = USS if event.own is None else OWN
            self.own_bytes = own
            self.peak_own = max(self.peak_own or 0, own)
        if event.gpu_bytes is not None:
            self.gpu_memory.append(*self._moment(event.at), [event.gpu_bytes])
            self.peak_gpu = max(self.peak_gpu or 0, event.gpu_bytes)

    def _moment(self, at: float) -> tuple[list[float], list[float], list[float]]:
        """Step, lane time and wall time of a look at `at`: a worker that does not train has only
        the last."""
        return [0.0], [0.0], [at]

    FOLDS: ClassVar[Folds] = {
        Phase: _fold_phase,
        PauseChanged: _fold_pause,
        Started: _fold_start,
        Crashed: _fold_crash,
        Logged: _fold_output,
        Noted: _fold_note,
        DeviceMemory: _fold_allocator,
        ProcessSampled: _fold_sample,
    }
    """Event -> what folds it, before `progress` does. A long run has millions of events."""
