"""Everything that can happen in a run, as a worker, the sampler or a person's key made it happen.

One event is one JSON line. `at` is always seconds since the run started, on the one monotonic
clock that all processes of a machine share. Losses that are not finite travel as null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

import msgspec

from engines.chunk import Chunk
from engines.graph_break import GraphBreak, graphs_text
from engines.one_process import OneProcess
from engines.recipe import LaneSpec, Recipe
from engines.study.plan import CellSpec, StudyPlan

SCHEMA = 2


class Event(
    msgspec.Struct,
    frozen=True,
    tag_field="event",
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """Something that happened; `lane` is the lane's id, or empty when it concerns the whole run.

    A line with a field that is not known is for `engines.runlog.decoder`, which passes it over.
    """

    lane: str = ""
    at: float
    """Seconds since the run started."""


class Header(Event, tag="header", frozen=True, kw_only=True):
    """The first line of a run log: all that is needed to understand the run and to do it again."""

    schema: int = 1
    """What the log's fields mean: `SCHEMA` in one of this fwdash. Logs of schema 1 do not say it."""
    id: str
    started_at: str
    """UTC, ISO 8601."""
    recipe: Recipe | None = None
    """What was trained; null for a run that trains nothing."""
    study: StudyPlan | None = None
    """The cells that were measured; null for a run that measures none."""
    host: dict[str, Any]
    versions: dict[str, str]
    command: tuple[str, ...] = ()
    examples: int | None = None
    """Training examples, the largest batch size that can be."""
    references: dict[str, float] = {}
    """Baseline losses to draw as lines: name -> loss."""
    writer: OneProcess | None = None
    """The process that writes the log, to see whether it still does; null in older logs."""

    @property
    def training(self) -> Recipe:
        """The recipe, of a run that trains."""
        assert self.recipe is not None, "this run trains nothing"
        return self.recipe

    @property
    def lanes(self) -> tuple[LaneSpec, ...]:
        """The lanes, none in a run that trains nothing."""
        return self.recipe.lanes if self.recipe else ()

    @property
    def cells(self) -> tuple[CellSpec, ...]:
        """The cells, none in a run that measures none."""
        return self.study.cells if self.study else ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Everything that a worker works for, by its id: lanes and cells."""
        return (*(lane.id for lane in self.lanes), *(cell.id for cell in self.cells))


class Phase(Event, tag="phase", frozen=True, kw_only=True):
    """A lane entered a phase."""

    phase: str
    """A word of `engines.phases.PhaseName`."""
    detail: str = ""


class Started(Event, tag="started", frozen=True, kw_only=True):
    """A worker process was started for a lane; everything said of the lane before is history."""

    pid: int
    attempt: int
    device: str
    mode: str


class Built(Event, tag="built", frozen=True, kw_only=True):
    """A worker has its framework, model and optimizer in place."""

    version: str
    device_name: str
    parameters: int
    """Trainable numbers in the model."""
    threads: int | None
    """Threads with which the framework says that it computes one operation on the CPU; null if it
    does not say."""
    cores: tuple[int, ...] = ()
    draws: bool | None = None
    """Whether a training step draws random numbers (dropout), which each framework draws in its own
    way; null if that could not be told."""


class Steps(Event, tag="steps", frozen=True, kw_only=True):
    """Consecutive training steps in chunks; the device was synchronised at the end of each chunk.

    `losses` has one entry a step, the other tuples one entry a chunk.
    """

    first: int
    """The number of the first step, counted from 1."""
    losses: tuple[float | None, ...]
    counts: tuple[int, ...]
    """Steps in each chunk."""
    seconds: tuple[float, ...]
    """Synchronised wall time of each chunk."""
    cpu_seconds: tuple[float, ...]
    """CPU time of the worker process over each chunk, all threads."""
    ends: tuple[float, ...]
    """`at` of each chunk's end."""
    lane_ends: tuple[float, ...]
    """Lane time in seconds at each chunk's end."""
    left_out: tuple[str, ...]
    """Why a chunk is no sample of step time, in words of `engines.left_out`; empty if it is one."""

    @classmethod
    def of(
        cls, lane: str, chunks: Sequence[Chunk], losses: Iterable[float | None], at: float
    ) -> Steps:
        """The event that tells of these chunks, one at least, and the losses of their steps."""
        _, counts, seconds, cpu_seconds, ends, lane_ends, left_out = zip(*chunks, strict=True)
        return cls(
            lane=lane,
            at=at,
            first=chunks[0].first,
            losses=tuple(losses),
            counts=counts,
            seconds=seconds,
            cpu_seconds=cpu_seconds,
            ends=ends,
            lane_ends=lane_ends,
            left_out=left_out,
        )

    @property
    def last(self) -> int:
        """The number of the last step."""
        return self.first + len(self.losses) - 1

    def chunks(self) -> Iterator[Chunk]:
        """The chunks in order."""
        told = (self.seconds, self.cpu_seconds, self.ends, self.lane_ends, self.left_out)
        firsts = accumulate(self.counts[:-1], initial=self.first)
        return map(Chunk, firsts, self.counts, *told)


class Compiled(Event, tag="compiled", frozen=True, kw_only=True):
    """A compilation ended well; parts that the framework does not tell apart are null."""

    mode: str
    step: int
    seconds: float
    trace_seconds: float | None = None
    lower_seconds: float | None = None
    backend_seconds: float | None = None
    cached: bool | None = None
    """Whether the backend's result came from a cache; null if the framework does not say."""
    programs: int = 1
    """How many programs were compiled."""
    reason: str = ""
    graphs: int | None = None
    """Into how many graphs; null where a step is always one, or the framework does not say."""
    breaks: int | None = None
    """How often a graph broke; null where there is no such thing."""
    broken_at: tuple[GraphBreak, ...] = ()
    """The places of the breaks, the most frequent first; not all of very many."""
    uncompiled: tuple[str, ...] = ()
    """Functions that run as they are, since nothing of them could be compiled."""

    @property
    def in_graphs(self) -> str:
        """`42 graphs, 41 breaks, most at own.py:27`; empty where there is no such thing."""
        return graphs_text(self.graphs, self.breaks, self.broken_at, self.uncompiled)


class CompileFailed(Event, tag="compile_failed", frozen=True, kw_only=True):
    """A mode, or a function in it, could not be compiled; the lane went on in `fallback`."""

    mode: str
    fallback: str
    """The mode itself where only a function of it runs uncompiled from here on."""
    step: int
    error: str
    seconds: float | None = None
    """What was spent on it; null if that is not known."""

    @property
    def gave_up(self) -> bool:
        """Whether the mode goes on, with a function in it that is compiled no more."""
        return self.fallback == self.mode

    @property
    def what(self) -> str:
        """What came of it, in words."""
        return (
            f"{self.mode} gave up"
            if self.gave_up
            else (f"{self.mode} failed, goes on in {self.fallback}")
        )


class ModeChanged(Event, tag="mode_changed", frozen=True, kw_only=True):
    """From the step after `step` on, a lane runs in `mode`; `seconds` is what the switch itself took."""

    mode: str
    previous: str
    step: int
    seconds: float
    alternating: bool = False
    """Whether it is for one turn, and the lane alternates two modes to compare them."""


class SettingsChanged(Event, tag="settings_changed", frozen=True, kw_only=True):
    """From the step after `step` on, a lane trains with this learning rate and batch size."""

    learning_rate: float
    batch_size: int
    step: int


class Evaluated(Event, tag="evaluated", frozen=True, kw_only=True):
    """Loss and accuracy on the test split after `step` steps."""

    step: int
    loss: float | None
    accuracy: float | None
    """Share of right predictions in 0..1; null where the loss knows no such thing."""
    metrics: dict[str, float] = {}
    """The workload's own figures by name; one named accuracy stands there."""
    lane_seconds: float = 0.0
    seconds: float | None = None
    """Wall time of the evaluation, which is no lane time; null in logs older than it."""


class EvaluationCompiled(Event, tag="evaluation_compiled", frozen=True, kw_only=True):
    """An evaluation had to be compiled first; it is no part of what a mode costs in training."""

    mode: str
    step: int
    seconds: float
    """Without what the framework tells not apart from evaluating: of Keras, tracing alone."""
    programs: int = 1


class DeviceMemory(Event, tag="device_memory", frozen=True, kw_only=True):
    """What the framework's own allocator says, in bytes."""

    used: int | None
    peak: int | None
    reserved: int | None = None


class ProcessSampled(Event, tag="process_sampled", frozen=True, kw_only=True):
    """A look at one worker process from outside."""

    rss: int | None
    """Resident set in bytes."""
    own: int | None = None
    """Memory of its own in bytes: anonymous and shared, whatever else maps the files that it maps.
    Null where the kernel does not tell."""
    uss: int | None = None
    """What older logs have in its place: pages that no other process mapped at the time, in bytes."""
    cpu_percent: float | None = None
    """Share of one core, in percent."""
    gpu_bytes: int | None = None
    """GPU memory of this process as the driver sees it; null where it cannot know."""
    halted: str = ""
    """Why the process does nothing, in psutil's words: `stopped` by a signal, `tracing-stop` in a
    debugger, or `zombie`; empty where it can run."""


class GpuSampled(Event, tag="gpu_sampled", frozen=True, kw_only=True):
    """A look at one GPU through NVML; null is what the driver does not tell."""

    device: str
    used: int | None
    total: int | None
    utilisation: int | None
    """Percent of the last sampling period in which a kernel ran."""
    watts: float | None
    celsius: int | None


class CoresSampled(Event, tag="cores_sampled", frozen=True, kw_only=True):
    """A look at the machine's processor and memory while a worker runs, whoever uses them."""

    cores: tuple[int, ...]
    """The logical cores that fwdash may use."""
    busy: tuple[float, ...]
    """Percent of the time since the look before in which each of them was busy."""
    memory_used: int | None = None
    """Bytes of the memory, the machine's or what its control group may have, that are not available to
    a new process."""


class Logged(Event, tag="logged", frozen=True, kw_only=True):
    """A line that a worker (or fwdash itself, with no lane) wrote."""

    line: str
    level: str = "info"


class Noted(Event, tag="noted", frozen=True, kw_only=True):
    """What a person must know of a lane before its figures are believed: one whole sentence."""

    text: str


class Crashed(Event, tag="crashed", frozen=True, kw_only=True):
    """A worker ended without being asked to."""

    reason: str
    exit_code: int | None = None
    signal: str | None = None
    last_lines: tuple[str, ...] = ()
    ending: str = ""
    """One of `engines.endings`; empty in logs older than it."""


class ScheduleChanged(Event, tag="schedule_changed", frozen=True, kw_only=True):
    """Lanes that share a device now take turns (`turns`) or run at once (`free`)."""

    schedule: str


class PauseChanged(Event, tag="pause_changed", frozen=True, kw_only=True):
    """A person asked for a pause or for its end. The lane may still be in a turn; a new attempt is
    not paused."""

    paused: bool


class SettingsPlanned(Event, tag="settings_planned", frozen=True, kw_only=True):
    """A person asked for these; every lane takes them on after `step` steps. Null keeps what is."""

    step: int
    learning_rate: float | None = None
    batch_size: int | None = None


class Found(Event, tag="found", frozen=True, kw_only=True):
    """A figure of a cell, computed from what happened in it."""

    name: str
    value: float | int | str | None
    """Null is what could not be measured."""
    unit: str = ""


class Concluded(Event, tag="concluded", frozen=True, kw_only=True):
    """A cell has come to its end by itself; `outcome` is one of `engines.outcomes`."""

    outcome: str
    detail: str = ""


class Marked(Event, tag="marked", frozen=True, kw_only=True):
    """A person left a mark."""

    text: str


class Yielded(Event, tag="yielded", frozen=True, kw_only=True):
    """A worker gave its turn back. Of interest to the supervisor only: not kept in the log."""

    again: bool = True
    """Whether it wants another; one that waits for a person, or has nothing to do, wants none."""


class Idle(Event, tag="idle", frozen=True, kw_only=True):
    """A worker has its framework in place and no order. Not kept in the log."""


AnyEvent = (
    Header
    | Phase
    | Started
    | Built
    | Steps
    | Compiled
    | CompileFailed
    | ModeChanged
    | SettingsChanged
    | Evaluated
    | EvaluationCompiled
    | DeviceMemory
    | ProcessSampled
    | GpuSampled
    | CoresSampled
    | Logged
    | Noted
    | Crashed
    | ScheduleChanged
    | PauseChanged
    | SettingsPlanned
    | Found
    | Concluded
    | Marked
    | Yielded
    | Idle
)


_encoder = msgspec.json.Encoder()
_events = msgspec.json.Decoder(AnyEvent)


def encode(event: Event) -> bytes:
    """The event as one JSON line, newline included."""
    return _encoder.encode(event) + b"\n"


def decode_event(line: bytes | bytearray | memoryview) -> AnyEvent:
    """The event in one JSON line; raises `msgspec.DecodeError` on anything else."""
    event: AnyEvent = _events.decode(line)
    return event
