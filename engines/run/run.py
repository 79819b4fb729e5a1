"""Run: the fold of events into what is known. Screen, headless, replay and summary read only this."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np

from engines.events import (
    AnyEvent,
    Built,
    Compiled,
    CompileFailed,
    CoresSampled,
    Crashed,
    DeviceMemory,
    Evaluated,
    GpuSampled,
    Header,
    LaneSpec,
    Logged,
    Marked,
    ModeChanged,
    PauseChanged,
    Phase,
    ProcessSampled,
    ScheduleChanged,
    SettingsChanged,
    SettingsPlanned,
    Started,
    Steps,
)
from engines.phases import RUNNING, PhaseName
from engines.run.lane_state import LOG_LINES, LaneState
from engines.run.parity import Difference

FOLD_BEFORE = (Started, ModeChanged, SettingsChanged)
"""Events that change what the samples of the steps before them count for."""
MOST_WAITING = 64
"""Events with steps of one lane that may wait."""


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
        self.cores: CoresSampled | None = None
        """The last look at the processor."""
        self.marks: list[Marked] = []
        self.settings_planned: list[SettingsPlanned] = []
        """What a person asked for all lanes to take on, each after its step."""
        self.log: deque[Logged] = deque(maxlen=LOG_LINES)
        """What fwdash itself had to say."""
        self.at = 0.0
        """`at` of the latest event."""
        self.revision = 0
        """Grows with each event."""
        self.moves = 0
        """Grows when a replay moves to another moment: versions may be smaller then."""
        self._waiting: dict[str, list[Steps]] = {}
        """Steps by lane that `_fold_steps` has not folded; empty between events."""

    def become(self, other: Run) -> None:
        """Know what another fold of the same run knows, and nothing else."""
        moves = self.moves + 1
        vars(self).update(vars(other))
        self.moves = moves

    @property
    def ended(self) -> bool:
        """Whether no lane runs any more."""
        return all(lane.status != RUNNING for lane in self.lanes.values())

    def apply_all(self, events: Iterable[AnyEvent]) -> None:
        """Fold events in order: the same to the last bit as one by one, in less time."""
        try:
            for event in events:
                self._apply(event)
        finally:
            self._fold_steps()

    def apply(self, event: AnyEvent) -> None:
        """Fold one event; events of lanes that the header does not name are passed over."""
        self._apply(event)
        self._fold_steps()

    def _apply(self, event: AnyEvent) -> None:
        """Fold one event, but let its steps wait for `_fold_steps`, as far as that can be."""
        if self._waiting and isinstance(event, FOLD_BEFORE):
            self._fold_steps()
        self.revision += 1
        self.at = max(self.at, event.at)
        if not event.lane:
            self._apply_to_run(event)
            return
        lane = self.lanes.get(event.lane)
        if lane is None:
            return
        if isinstance(event, Started):
            lane = self._restart(lane, event)
        lane.revision += 1
        match event:
            case Steps():
                self._hear_steps(lane, event)
            case Phase():
                lane.enter(event.phase, event.at, event.detail)
            case PauseChanged():
                lane.paused = event.paused
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
                lane.change_settings(event)
            case Evaluated():
                lane.last_evaluation = event
                if event.accuracy is not None:
                    x = ([event.step], [event.lane_seconds], [event.at])
                    lane.accuracy.append(*x, [event.accuracy])
            case DeviceMemory():
                lane.allocator = event
            case ProcessSampled():
                lane.apply_sample(event)
            case Logged():
                lane.log.append(event)
            case Crashed():
                lane.crash = event
                lane.error = event.reason
                lane.enter(str(PhaseName.CRASHED), event.at, event.reason)

    def _apply_to_run(self, event: AnyEvent) -> None:
        match event:
            case GpuSampled():
                self.gpus[event.device] = event
            case CoresSampled():
                self.cores = event
            case ScheduleChanged():
                self.schedule = event.schedule
            case SettingsPlanned():
                self.settings_planned.append(event)
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
        fresh.revision = old.revision
        self.lanes[old.id] = fresh
        if event.attempt > 1:
            changed = self.parity if old.id == self.reference else [old.id]
            for lane_id in changed:
                self.parity[lane_id] = Difference()
        return fresh

    def _hear_steps(self, lane: LaneState, event: Steps) -> None:
        """Take from steps what other events of the run meet with; the rest waits."""
        if lane.step == 0:
            lane.first_loss = event.losses[0]
            begun = event.lane_ends[0] - (event.counts[0] - 1) * (
                event.seconds[0] / event.counts[0]
            )
            lane.seconds_to_first_step = (
                lane.phase_seconds.get(PhaseName.IMPORTING, 0.0)
                + lane.phase_seconds.get(PhaseName.BUILDING, 0.0)
                + begun
            )
        lane.last_loss = event.losses[-1]
        lane.step = event.first + len(event.losses) - 1
        lane.lane_seconds = event.lane_ends[-1]
        lane.wall = event.ends[-1]
        # None becomes NaN.
        lane.losses.append(np.array(event.losses, dtype=np.float64))
        self._compare(lane)
        waiting = self._waiting.setdefault(lane.id, [])
        waiting.append(event)
        if len(waiting) == MOST_WAITING:
            self._fold_steps()

    def _fold_steps(self) -> None:
        """Fold the steps that wait."""
        waiting, self._waiting = self._waiting, {}
        for lane_id, events in waiting.items():
            self.lanes[lane_id].fold_steps(events)

    def _compare(self, lane: LaneState) -> None:
        reference = self.lanes[self.reference]
        ids = list(self.parity) if lane.id == self.reference else [lane.id]
        for other in map(self.lanes.__getitem__, ids):
            self.parity[other.id].update(
                reference.losses, other.losses, other.lane_seconds, other.wall
            )
