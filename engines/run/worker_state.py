"""What is known of any worker: the fold of its events since it was last started."""

from __future__ import annotations

from collections import defaultdict, deque

from engines.events import (
    AnyEvent,
    Crashed,
    DeviceMemory,
    Logged,
    Phase,
    ProcessSampled,
    Started,
)
from engines.phases import RUNNING
from engines.run.progress import WorkerProgress
from engines.run.series import Series

LOG_LINES = 2000


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

        self.process: ProcessSampled | None = None
        self.halted_since: float | None = None
        """`at` of the first look that found the process halted; None while it can run."""
        self.rss = Series()
        self.gpu_memory = Series()
        """GPU memory of this process as the driver sees it, in bytes."""
        self.uss_bytes: int | None = None
        self.peak_rss: int | None = None
        self.peak_uss: int | None = None
        self.peak_gpu: int | None = None
        self.allocator: DeviceMemory | None = None

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
        before = self.phase
        self.progress.apply(event)
        match event:
            case Phase():
                self._enter(before, event.at, event.detail)
            case ProcessSampled():
                self._sampled(event)
            case Logged():
                self.log.append(event)
            case DeviceMemory():
                self.allocator = event
            case Started():
                self.started_at = self.phase_since = event.at
            case Crashed():
                self.crash = event
                self.error = event.reason
                self._enter(before, event.at, event.reason)

    def _enter(self, before: str, at: float, detail: str) -> None:
        """A phase begins, or goes on with another detail."""
        if self.phase != before:
            self.phase_seconds[before] += max(0.0, at - self.phase_since)
            self.phase_since = at
        self.phase_detail = detail
        self.phases.append((self.phase, at))

    def _sampled(self, event: ProcessSampled) -> None:
        """What was sampled of the process from outside."""
        self.process = event
        if not event.halted:
            self.halted_since = None
        elif self.halted_since is None:
            self.halted_since = event.at
        if event.rss is not None:
            self.rss.append(*self._moment(event.at), [event.rss])
            self.peak_rss = max(self.peak_rss or 0, event.rss)
        if event.uss is not None:
            self.uss_bytes = event.uss
            self.peak_uss = max(self.peak_uss or 0, event.uss)
        if event.gpu_bytes is not None:
            self.gpu_memory.append(*self._moment(event.at), [event.gpu_bytes])
            self.peak_gpu = max(self.peak_gpu or 0, event.gpu_bytes)

    def _moment(self, at: float) -> tuple[list[float], list[float], list[float]]:
        """Step, lane time and wall time of a look at `at`: a worker that does not train has only
        the last."""
        return [0.0], [0.0], [at]
