"""What is known of one lane: the fold of its events since its worker was last started."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from itertools import chain

import numpy as np

from engines.events import (
    Compiled,
    CompileFailed,
    Crashed,
    DeviceMemory,
    Evaluated,
    LaneSpec,
    Logged,
    ModeChanged,
    ProcessSampled,
    SettingsChanged,
    Steps,
)
from engines.phases import RUNNING, PhaseName, status_of
from engines.run.parity import RecentLosses
from engines.run.series import Series
from engines.run.spread import Spread

LOG_LINES = 2000
RECENT = 40


class LaneState:
    """All that is known of one lane since its worker was last started."""

    def __init__(self, spec: LaneSpec, learning_rate: float, batch_size: int) -> None:
        self.id = spec.id
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.batch_size_since = 0
        """The step after which the present batch size holds."""
        self.framework = spec.framework
        self.device = spec.device
        self.mode = spec.mode
        self.phase = str(PhaseName.STARTING)
        self.phase_detail = ""
        self.phase_since = 0.0
        self.phases: deque[tuple[str, float]] = deque(maxlen=10_000)
        """(phase, at) of each phase entered."""
        self.phase_seconds: defaultdict[str, float] = defaultdict(float)
        """Seconds spent in each phase that has ended."""
        self.paused = False
        """Whether a person has it wait, from the moment that this was asked for. In logs older than
        `PauseChanged` only the phase tells."""
        self.pid: int | None = None
        self.attempt = 0
        self.started_at = 0.0
        self.version = ""
        self.device_name = ""
        self.parameters: int | None = None
        self.threads: int | None = None
        self.cores: tuple[int, ...] = ()
        self.notes: tuple[str, ...] = ()

        self.step = 0
        self.lane_seconds = 0.0
        self.wall = 0.0
        """`at` of the last step."""
        self.seconds_to_first_step: float | None = None
        """Importing and building plus the lane time up to the first loss; waiting is left out."""
        self.first_loss: float | None = None
        self.last_loss: float | None = None
        self.losses = RecentLosses()
        self.loss = Series()
        self.step_seconds = Series()
        """Clean samples only, one a chunk."""
        self.throughput = Series()
        """Examples a second, from the same samples."""
        self.spreads: dict[str, Spread] = {}
        """Mode -> how its clean step times at the present batch size are spread."""
        self.recent: deque[float] = deque(maxlen=RECENT)
        """The last clean step times in this mode."""
        self.left_out: Counter[str] = Counter()
        """Reason -> chunks that are no samples of step time."""
        self.cpu_seconds_recent: deque[float] = deque(maxlen=RECENT)
        """CPU seconds per step of the last clean chunks in this mode."""

        self.compiles: list[Compiled] = []
        self.compile_failures: list[CompileFailed] = []
        self.mode_changes: list[ModeChanged] = []
        self.setting_changes: list[SettingsChanged] = []
        self.accuracy = Series()
        self.last_evaluation: Evaluated | None = None

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
        """Grows with each event of this lane."""

    @property
    def status(self) -> str:
        """`running`, or how it ended: `finished`, `stopped`, `crashed`."""
        return status_of(self.phase)

    @property
    def halted(self) -> str:
        """Why the process does nothing, as `ProcessSampled` says it; empty if it can run."""
        return self.process.halted if self.process and self.status == RUNNING else ""

    @property
    def recent_step_seconds(self) -> float | None:
        """Median of the last clean samples in the present mode."""
        return float(np.median(self.recent)) if self.recent else None

    @property
    def recent_cpu_seconds(self) -> float | None:
        """Median CPU seconds a step of the last clean samples in the present mode."""
        return float(np.median(self.cpu_seconds_recent)) if self.cpu_seconds_recent else None

    @property
    def spread(self) -> Spread | None:
        """The clean step times of the present mode, None before the first."""
        return self.spreads.get(self.mode)

    @property
    def compile_seconds(self) -> float:
        """All seconds spent compiling so far."""
        return sum(compiled.seconds for compiled in self.compiles)

    @property
    def peak_device_bytes(self) -> int | None:
        """The allocator's peak or, failing that, the driver's view of this process."""
        if self.allocator is not None and self.allocator.peak is not None:
            return self.allocator.peak
        return self.peak_gpu

    def fold_steps(self, events: list[Steps]) -> None:
        """Fold several events' steps at once: a NumPy call takes as long for ten values as for 100."""
        counts, seconds, cpu, lane_ends, ends = (
            np.array(list(chain.from_iterable(getattr(event, name) for event in events)))
            for name in ("counts", "seconds", "cpu_seconds", "lane_ends", "ends")
        )
        losses = np.array(list(chain.from_iterable(e.losses for e in events)), dtype=np.float64)
        left_out = [reason for event in events for reason in event.left_out]
        chunk_ends = np.cumsum(counts)
        steps = np.arange(1, len(losses) + 1, dtype=np.float64)
        # Steps are not bound to follow on those of the event before.
        sizes = [len(event.losses) for event in events]
        before = [event.first - 1 for event in events] - np.append(
            0, np.cumsum(sizes[:-1], dtype=int)
        )
        chunk_ends += np.repeat(before, [len(event.counts) for event in events])
        steps += np.repeat(before, sizes)
        seconds = seconds / counts
        # Steps inside a chunk are spread evenly over its time.
        back = (np.repeat(chunk_ends, counts) - steps) * np.repeat(seconds, counts)
        lane_at = np.repeat(lane_ends, counts) - back
        self.loss.append(steps, lane_at, np.repeat(ends, counts) - back, losses)

        self.left_out.update(filter(None, left_out))
        clean = np.array([not reason for reason in left_out])
        if clean.any():
            samples = seconds[clean]
            x = (chunk_ends[clean], lane_ends[clean], ends[clean])
            self.step_seconds.append(*x, samples)
            self.throughput.append(*x, self.batch_size / samples)
            if self.mode not in self.spreads:
                self.spreads[self.mode] = Spread()
            self.spreads[self.mode].add(samples)
            self.recent.extend(samples[-RECENT:].tolist())
            cpu_seconds = cpu[clean] / counts[clean]
            self.cpu_seconds_recent.extend(cpu_seconds[-RECENT:].tolist())

    def enter(self, phase: str, at: float, detail: str) -> None:
        """A phase begins, or goes on with another detail."""
        if phase != self.phase:
            self.phase_seconds[self.phase] += max(0.0, at - self.phase_since)
            self.phase = phase
            self.phase_since = at
        self.phase_detail = detail
        self.phases.append((phase, at))

    def change_settings(self, event: SettingsChanged) -> None:
        """Another learning rate or batch size holds."""
        self.setting_changes.append(event)
        self.learning_rate = event.learning_rate
        if event.batch_size != self.batch_size:
            # Step times of other batch sizes are other quantities.
            self.batch_size = event.batch_size
            self.batch_size_since = event.step
            self.spreads.clear()
            self.recent.clear()
            self.cpu_seconds_recent.clear()

    def apply_sample(self, event: ProcessSampled) -> None:
        """What was sampled of the process from outside."""
        self.process = event
        if not event.halted:
            self.halted_since = None
        elif self.halted_since is None:
            self.halted_since = event.at
        if event.rss is not None:
            self.rss.append([self.step], [self.lane_seconds], [event.at], [event.rss])
            self.peak_rss = max(self.peak_rss or 0, event.rss)
        if event.uss is not None:
            self.uss_bytes = event.uss
            self.peak_uss = max(self.peak_uss or 0, event.uss)
        if event.gpu_bytes is not None:
            self.gpu_memory.append([self.step], [self.lane_seconds], [event.at], [event.gpu_bytes])
            self.peak_gpu = max(self.peak_gpu or 0, event.gpu_bytes)
