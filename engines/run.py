"""Run: the fold of events into what is known. Screen, headless, replay and summary read only this."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable

import numpy as np

from engines.events import (
    AnyEvent,
    Built,
    Compiled,
    CompileFailed,
    Crashed,
    DeviceMemory,
    Evaluated,
    GpuSampled,
    Header,
    LaneSpec,
    Logged,
    Marked,
    ModeChanged,
    Phase,
    ProcessSampled,
    ScheduleChanged,
    SettingsChanged,
    Started,
    Steps,
)
from engines.parity import Difference, RecentLosses
from engines.series import Series
from engines.spread import Spread

LOG_LINES = 2000
RECENT = 40
ENDED = ("finished", "stopped", "crashed")


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
        self.phase = "starting"
        self.phase_detail = ""
        self.phase_since = 0.0
        self.phases: deque[tuple[str, float]] = deque(maxlen=10_000)
        """(phase, at) of each phase entered."""
        self.phase_seconds: defaultdict[str, float] = defaultdict(float)
        """Seconds spent in each phase that has ended."""
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
        self.version_number = 0
        """Grows with each event of this lane."""

    @property
    def status(self) -> str:
        """`running`, or how it ended: `finished`, `stopped`, `crashed`."""
        return self.phase if self.phase in ENDED else "running"

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


class Run:
    """A header and what its events have come to; the one owner of what is known."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.schedule = header.schedule
        self.specs = {spec.id: spec for spec in header.lanes}
        self.lanes = {spec.id: self._fresh(spec) for spec in header.lanes}
        self.reference = header.lanes[0].id
        self.parity = {spec.id: Difference() for spec in header.lanes[1:]}
        self.gpus: dict[str, GpuSampled] = {}
        self.marks: list[Marked] = []
        self.log: deque[Logged] = deque(maxlen=LOG_LINES)
        """What fwdash itself had to say."""
        self.at = 0.0
        """`at` of the latest event."""
        self.version = 0
        """Grows with each event."""
        self.moves = 0
        """Grows when a replay moves to another moment: versions may be smaller then."""

    def become(self, other: Run) -> None:
        """Know what another fold of the same run knows, and nothing else."""
        moves = self.moves + 1
        vars(self).update(vars(other))
        self.moves = moves

    @property
    def ended(self) -> bool:
        """Whether no lane runs any more."""
        return all(lane.status != "running" for lane in self.lanes.values())

    def apply_all(self, events: Iterable[AnyEvent]) -> None:
        """Fold events in order."""
        for event in events:
            self.apply(event)

    def apply(self, event: AnyEvent) -> None:
        """Fold one event; events of lanes that the header does not name are passed over."""
        self.version += 1
        self.at = max(self.at, event.at)
        if not event.lane:
            self._apply_to_run(event)
            return
        lane = self.lanes.get(event.lane)
        if lane is None:
            return
        if isinstance(event, Started):
            lane = self._restart(lane, event)
        lane.version_number += 1
        match event:
            case Steps():
                self._apply_steps(lane, event)
            case Phase():
                _enter(lane, event.phase, event.at, event.detail)
            case Built():
                lane.version = event.version
                lane.device_name = event.device_name
                lane.parameters = event.parameters
                lane.threads = event.threads
                lane.cores = event.cores
                lane.notes = event.notes
            case Compiled():
                lane.compiles.append(event)
            case CompileFailed():
                lane.compile_failures.append(event)
            case ModeChanged():
                lane.mode_changes.append(event)
                lane.mode = event.mode
                lane.recent.clear()
                lane.cpu_seconds_recent.clear()
            case SettingsChanged():
                _change_settings(lane, event)
            case Evaluated():
                lane.last_evaluation = event
                if event.accuracy is not None:
                    x = ([event.step], [event.lane_seconds], [event.at])
                    lane.accuracy.append(*x, [event.accuracy])
            case DeviceMemory():
                lane.allocator = event
            case ProcessSampled():
                _apply_sample(lane, event)
            case Logged():
                lane.log.append(event)
            case Crashed():
                lane.crash = event
                lane.error = event.reason
                _enter(lane, "crashed", event.at, event.reason)

    def _apply_to_run(self, event: AnyEvent) -> None:
        match event:
            case GpuSampled():
                self.gpus[event.device] = event
            case ScheduleChanged():
                self.schedule = event.schedule
            case Marked():
                self.marks.append(event)
            case Logged():
                self.log.append(event)

    def _fresh(self, spec: LaneSpec) -> LaneState:
        return LaneState(spec, self.header.learning_rate, self.header.batch_size)

    def _restart(self, old: LaneState, event: Started) -> LaneState:
        """A fresh state for a lane whose worker was started; its log goes on."""
        spec = self.specs[old.id]
        fresh = self._fresh(
            LaneSpec(id=spec.id, framework=spec.framework, device=event.device, mode=event.mode)
        )
        fresh.pid = event.pid
        fresh.attempt = event.attempt
        fresh.started_at = event.at
        fresh.phase_since = event.at
        fresh.log = old.log
        fresh.version_number = old.version_number
        self.lanes[old.id] = fresh
        if event.attempt > 1:
            changed = self.parity if old.id == self.reference else [old.id]
            for lane_id in changed:
                self.parity[lane_id] = Difference()
        return fresh

    def _apply_steps(self, lane: LaneState, event: Steps) -> None:
        losses = np.array(
            [np.nan if loss is None else loss for loss in event.losses], dtype=np.float64
        )
        counts = np.array(event.counts)
        last = event.first + len(losses) - 1
        chunk_ends = event.first - 1 + np.cumsum(counts)
        seconds = np.array(event.seconds) / counts
        # Steps inside a chunk are spread evenly over its time.
        steps = np.arange(event.first, last + 1, dtype=np.float64)
        back = np.repeat(chunk_ends, counts) - steps
        each = np.repeat(seconds, counts)
        lane_at = np.repeat(event.lane_ends, counts) - back * each
        wall_at = np.repeat(event.ends, counts) - back * each

        lane.loss.append(steps, lane_at, wall_at, losses)
        lane.losses.append(losses)
        if lane.step == 0:
            lane.first_loss = event.losses[0]
            lane.seconds_to_first_step = (
                lane.phase_seconds["importing"] + lane.phase_seconds["building"] + float(lane_at[0])
            )
        lane.last_loss = event.losses[-1]
        lane.step = last
        lane.lane_seconds = event.lane_ends[-1]
        lane.wall = event.ends[-1]

        clean = np.array([not reason for reason in event.left_out])
        for reason in event.left_out:
            if reason:
                lane.left_out[reason] += 1
        if clean.any():
            samples = seconds[clean]
            x = (chunk_ends[clean], np.array(event.lane_ends)[clean], np.array(event.ends)[clean])
            lane.step_seconds.append(*x, samples)
            lane.throughput.append(*x, lane.batch_size / samples)
            lane.spreads.setdefault(lane.mode, Spread()).add(samples)
            lane.recent.extend(samples[-RECENT:].tolist())
            cpu = np.array(event.cpu_seconds)[clean] / counts[clean]
            lane.cpu_seconds_recent.extend(cpu[-RECENT:].tolist())
        self._compare(lane)

    def _compare(self, lane: LaneState) -> None:
        reference = self.lanes[self.reference]
        ids = list(self.parity) if lane.id == self.reference else [lane.id]
        for other in map(self.lanes.__getitem__, ids):
            self.parity[other.id].update(
                reference.losses, other.losses, other.lane_seconds, other.wall
            )


def _enter(lane: LaneState, phase: str, at: float, detail: str) -> None:
    lane.phase_seconds[lane.phase] += max(0.0, at - lane.phase_since)
    lane.phase = phase
    lane.phase_detail = detail
    lane.phase_since = at
    lane.phases.append((phase, at))


def _change_settings(lane: LaneState, event: SettingsChanged) -> None:
    lane.setting_changes.append(event)
    lane.learning_rate = event.learning_rate
    if event.batch_size != lane.batch_size:
        # Step times of other batch sizes are other quantities.
        lane.batch_size = event.batch_size
        lane.batch_size_since = event.step
        lane.spreads.clear()
        lane.recent.clear()
        lane.cpu_seconds_recent.clear()


def _apply_sample(lane: LaneState, event: ProcessSampled) -> None:
    lane.process = event
    if event.rss is not None:
        lane.rss.append([lane.step], [lane.lane_seconds], [event.at], [event.rss])
        lane.peak_rss = max(lane.peak_rss or 0, event.rss)
    if event.uss is not None:
        lane.uss_bytes = event.uss
        lane.peak_uss = max(lane.peak_uss or 0, event.uss)
    if event.gpu_bytes is not None:
        lane.gpu_memory.append([lane.step], [lane.lane_seconds], [event.at], [event.gpu_bytes])
        lane.peak_gpu = max(lane.peak_gpu or 0, event.gpu_bytes)
