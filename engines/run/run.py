"""Run: the fold of events into what is known. Screen, headless, replay and summary read only this."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from engines.accents import OF_FRAMEWORK, accents
from engines.events import (
    AnyEvent,
    CompileFailed,
    CoresSampled,
    Crashed,
    GpuSampled,
    Header,
    Logged,
    Marked,
    ModeChanged,
    Phase,
    ScheduleChanged,
    SettingsChanged,
    SettingsPlanned,
    Started,
    Steps,
)
from engines.phases import ENDED, RUNNING
from engines.progress import LaneProgress
from engines.recipe import LaneSpec, Settings
from engines.run.lane_state import LaneState
from engines.run.pace import Pace
from engines.run.parity import Difference
from engines.run.worker_state import LOG_LINES, WorkerState
from engines.study.cell_state import CellState

FOLD_BEFORE = (Started, ModeChanged, SettingsChanged, CompileFailed)
"""Events that change what the samples of the steps before them count for."""
MOST_WAITING = 64
"""Events with steps of one lane that may wait."""


class Run:
    """A header and what its events have come to; the one owner of what is known."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.schedule = header.recipe.schedule if header.recipe else Settings().schedule
        self.specs = {spec.id: spec for spec in header.lanes}
        self.lanes = {spec.id: self._fresh(spec) for spec in header.lanes}
        self.accents = accents({spec.id: spec.framework for spec in header.lanes})
        """Lane -> the number of its colour; cells have their frameworks'."""
        self.accents |= {
            spec.id: OF_FRAMEWORK[spec.framework]
            for spec in header.cells
            if spec.framework in OF_FRAMEWORK
        }
        self.cells = {spec.id: CellState(spec) for spec in header.cells}
        self.reference = header.lanes[0].id if header.lanes else ""
        self.parity = {spec.id: Difference() for spec in header.lanes[1:]}
        self.pace = {spec.id: Pace() for spec in header.lanes}
        """Lane -> its turns beside those of `beside(lane)`."""
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
        """Grows when a replay moves to another moment: revisions may be smaller then."""
        self._waiting: dict[str, list[Steps]] = {}
        """Steps by lane that `_fold_steps` has not folded; empty between events."""

    def become(self, other: Run) -> None:
        """Know what another fold of the same run knows, and nothing else."""
        moves = self.moves + 1
        vars(self).update(vars(other))
        self.moves = moves

    @property
    def ended(self) -> bool:
        """Whether no lane runs any more, and no cell is still to be measured."""
        return all(worker.status != RUNNING for worker in self.workers.values())

    @property
    def workers(self) -> dict[str, WorkerState]:
        """What is known of every worker, by the lane or cell that it works for."""
        return {**self.lanes, **self.cells}

    def beside(self, lane_id: str) -> str:
        """The lane with whose turns a lane's are paired: the reference; for that, the second lane.
        Empty where there is none."""
        if lane_id != self.reference:
            return self.reference
        return next((other for other in self.lanes if other != lane_id), "")

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
            self._apply_to_cell(event)
            return
        if isinstance(event, Started):
            lane = self._restart(lane, event)
        if isinstance(event, Steps):
            self._hear_turn(lane, event)
        elif isinstance(event, ModeChanged):
            self._change_mode(lane, event)
        elif _ends(event) and lane.status == RUNNING:
            self.pace[lane.id].ends(lane.mode)
        elif _is_another_quantity_after(event, lane):
            self._forget_turns(lane.id)
        lane.apply(event)
        if isinstance(event, Steps):
            self._hear_steps(lane, event)

    def _apply_to_cell(self, event: AnyEvent) -> None:
        cell = self.cells.get(event.lane)
        if cell is None:
            return
        if isinstance(event, Started):
            spec = next(spec for spec in self.header.cells if spec.id == cell.id)
            fresh = self.cells[cell.id] = CellState(spec)
            fresh.log, fresh.revision = cell.log, cell.revision
            cell = fresh
        cell.apply(event)

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
        return LaneState(spec, LaneProgress.asked(self.header, spec))

    def _restart(self, old: LaneState, event: Started) -> LaneState:
        """A fresh state for a lane whose worker was started; its log goes on."""
        fresh = self.lanes[old.id] = self._fresh(self.specs[old.id])
        fresh.log = old.log
        fresh.revision = old.revision
        self._forget_turns(old.id)
        if event.attempt > 1:
            changed = self.parity if old.id == self.reference else [old.id]
            for lane_id in changed:
                self.parity[lane_id] = Difference()
        return fresh

    def _hear_turn(self, lane: LaneState, event: Steps) -> None:
        pace = self.pace[lane.id]
        if pace.begins(event, lane.mode):
            self._meet(lane, pace)
        pace.turn.take(event)

    def _change_mode(self, lane: LaneState, event: ModeChanged) -> None:
        pace = self.pace[lane.id]
        pace.changed(event)
        self._meet(lane, pace)

    def _meet(self, lane: LaneState, pace: Pace) -> None:
        """A turn of a lane begins: it is paired with the one before it."""
        other = self.lanes.get(self.beside(lane.id))
        # A step with another batch size is another quantity.
        if other is not None and other.batch_size == lane.batch_size:
            pace.meet(self.pace[other.id].turn, other.mode)

    def _forget_turns(self, lane_id: str) -> None:
        """A lane begins anew, or goes on with another batch size."""
        for each, pace in self.pace.items():
            if each == lane_id:
                pace.forget()
            elif lane_id == self.beside(each):
                pace.forget_other()

    def _hear_steps(self, lane: LaneState, event: Steps) -> None:
        """Compare the losses of steps at once; the rest of them waits."""
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


def _ends(event: AnyEvent) -> bool:
    """Whether a worker comes to its end by the event."""
    return isinstance(event, Crashed) or (isinstance(event, Phase) and event.phase in ENDED)


def _is_another_quantity_after(event: AnyEvent, lane: LaneState) -> bool:
    """Whether a lane's steps after the event are not to be compared with those before."""
    match event:
        case SettingsChanged(batch_size=size):
            return size != lane.batch_size
        case CompileFailed(gave_up=gave_up):
            return gave_up
    return False
