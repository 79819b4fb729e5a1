"""A run log, read once for a report: the fold, and beside it what the fold does not keep."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.events import (
    AnyEvent,
    CompileFailed,
    Crashed,
    Header,
    Marked,
    ModeChanged,
    Noted,
    ProcessSampled,
    ScheduleChanged,
    SettingsChanged,
    Started,
    Steps,
)
from engines.left_out import LeftOut
from engines.report.bootstrap import Interval, interval, resampled_medians
from engines.report.figures import duration
from engines.report.samples import Samples
from engines.run.lane_state import LaneState
from engines.run.run import Run
from engines.run.series import Series
from engines.run.spread import Spread
from engines.run.worker_state import USS
from engines.runlog.cursor import Damage
from engines.runlog.folder import run_name
from engines.runlog.reader import LogReader, require_training
from engines.runlog.writing import Writing, writing
from engines.safe_text import printable

Floats = NDArray[np.float64]

MOST_HAPPENINGS = 500
"""Happenings kept; of more, the report says how many there were."""


@dataclass
class Timed:
    """The step times of one lane in one mode at one batch size, since its worker was started."""

    lane: str
    framework: str
    device: str
    mode: str
    batch_size: int
    samples: Samples
    """Clean samples in seconds, in order."""
    spread: Spread = field(default_factory=Spread)
    """The same samples as the fold counts them: where the summary's figures come from."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Reason -> chunks that are no samples."""
    medians: Floats | None = None
    """Resampled medians in seconds, None for too few samples."""

    @property
    def label(self) -> str:
        """The lane and its mode, as on the command line."""
        return f"{self.lane}+{self.mode}"

    @property
    def interval(self) -> Interval | None:
        """Where the median lies, in seconds."""
        return interval(self.medians)


@dataclass(frozen=True)
class Happening:
    """Something that a reader of the curves wants to know of."""

    at: float
    """Seconds since the run started."""
    lane: str
    """Empty when it concerns the whole run."""
    step: int | None
    what: str
    detail: str = ""


class RunReading:
    """One run as far as its log can be read."""

    def __init__(self, path: Path, header: Header) -> None:
        self.path = path
        self.name = printable(run_name(path))
        self.run = Run(header)
        self.damage: Damage | None = None
        """Where the log stops being readable, None if it does not."""
        self.passed = ""
        """What a person is told of what a newer fwdash wrote; empty if all of it is known."""
        self.writing = Writing.ENDED
        """Whether the run log was still being written when it was read."""
        self.events = 1
        self.timed: list[Timed] = []
        """In the order in which they began; those of an earlier start of a lane are gone."""
        self.own: dict[str, Series] = {lane: Series() for lane in self.run.lanes}
        """Memory of each lane's own, in bytes."""
        self.happenings: list[Happening] = []
        self.happened = 0
        """How many there were, kept or not."""
        self.crashes: list[Crashed] = []
        """All of them, those of earlier starts of a lane too."""
        self._now: dict[str, Timed] = {}

    @property
    def header(self) -> Header:
        """What was asked for."""
        return self.run.header

    @property
    def own_memory(self) -> str:
        """What memory of its own is called here: older logs measured another quantity."""
        lanes = self.run.lanes.values()
        return USS if any(lane.own_measure == USS for lane in lanes) else "own memory"

    def timed_now(self, lane: str) -> Timed | None:
        """The step times of the lane's last mode at its last batch size."""
        state = self.run.lanes[lane]
        return next(
            (timed for timed in self.timed_of(lane) if timed.mode == state.mode_label), None
        )

    def timed_of(self, lane: str) -> list[Timed]:
        """The step times of each mode at the lane's last batch size, as the summary has them."""
        spreads = self.run.lanes[lane].spreads
        kept: dict[str, Timed] = {}
        for timed in self.timed:
            if timed.lane == lane and timed.mode in spreads:
                kept[timed.mode] = timed
        return list(kept.values())

    def apply(self, event: AnyEvent) -> None:
        """Fold one event, and keep what the fold does not."""
        self.events += 1
        state = self.run.lanes.get(event.lane) if event.lane else None
        if isinstance(event, Steps) and state is not None:
            self._apply_steps(state, event)
        before = state.batch_size if state is not None else None
        self.run.apply(event)
        if isinstance(event, Started):
            self._began_anew(event)
        if state is not None and before != state.batch_size:
            self._forget(event.lane)
        if isinstance(event, ProcessSampled) and state is not None:
            own = event.uss if event.own is None else event.own
            if own is not None:
                x = ([state.step], [state.lane_seconds], [event.at])
                self.own[event.lane].append(*x, [own])
        if isinstance(event, Crashed):
            self.crashes.append(event)
        self._happened(event, state)

    def _apply_steps(self, state: LaneState, event: Steps) -> None:
        timed = self._timed(state)
        clean = [chunk for chunk in event.chunks() if not chunk.left_out]
        seconds = np.array([chunk.step_seconds for chunk in clean])
        steps = np.array([chunk.size for chunk in clean], dtype=np.int64)
        timed.left_out.update(filter(None, event.left_out))
        timed.spread.add(seconds, steps)
        timed.samples.add(seconds, steps)

    def _timed(self, state: LaneState) -> Timed:
        key = f"{state.id}+{state.mode_label}"
        timed = self._now.get(key)
        if timed is None:
            name = f"{self.header.id} {key} {state.batch_size} {len(self.timed)}"
            timed = Timed(
                lane=state.id,
                framework=state.framework,
                device=state.device,
                mode=state.mode_label,
                batch_size=state.batch_size,
                samples=Samples(name),
            )
            self._now[key] = timed
            self.timed.append(timed)
        return timed

    def _forget(self, lane: str) -> None:
        """What comes now is another quantity."""
        for key in [key for key, timed in self._now.items() if timed.lane == lane]:
            del self._now[key]

    def _began_anew(self, event: Started) -> None:
        self._forget(event.lane)
        self.timed = [timed for timed in self.timed if timed.lane != event.lane]
        if event.lane in self.own:
            self.own[event.lane] = Series()

    def _happened(self, event: AnyEvent, state: LaneState | None) -> None:
        told = _told(event)
        if told is None:
            return
        self.happened += 1
        if len(self.happenings) < MOST_HAPPENINGS:
            step = getattr(event, "step", None if state is None else state.step)
            self.happenings.append(Happening(event.at, event.lane, step, *told))

    def finish(self) -> None:
        """All is read: resample the medians."""
        for number, timed in enumerate(self.timed):
            name = f"{self.header.id} {timed.label} {timed.batch_size} {number}"
            turns = timed.left_out[LeftOut.TURN]
            timed.medians = resampled_medians(
                timed.samples.values, name, turns, steps=timed.samples.steps
            )


def _told(event: AnyEvent) -> tuple[str, str] | None:
    match event:
        case Started(attempt=attempt) if attempt > 1:
            return f"started anew, attempt {attempt}", f"{event.device}, {event.mode}"
        case ModeChanged():
            return f"mode {event.previous} → {event.mode}", f"switched in {duration(event.seconds)}"
        case SettingsChanged():
            now = f"learning rate {event.learning_rate:g}, batch size {event.batch_size}"
            return "settings changed", now
        case CompileFailed():
            return event.what, event.error
        case Noted():
            return "note", event.text
        case Crashed():
            return "crashed", event.reason
        case ScheduleChanged():
            contended = "; steps beside other lanes are contended and no samples"
            return f"schedule {event.schedule}", contended if event.schedule == "free" else ""
        case Marked():
            return "mark", event.text
    return None


def read(path: Path) -> RunReading:
    """Read a run log as far as it can be read.

    Raises:
        RunError: If the file cannot be read, is no run log, was written by a newer fwdash, or trains
            nothing.
    """
    log = LogReader(path)
    events = log.events()
    header = next(events, None)
    assert isinstance(header, Header)
    require_training(path, header)
    reading = RunReading(path, header)
    for event in events:
        reading.apply(event)
    reading.damage = log.damage
    reading.passed = log.passed.sentence
    reading.writing = writing(path)
    reading.finish()
    return reading
