"""What a screen shows of lanes and run, as frozen plain data: equal views look the same.

A lane's state changes in place: what is shown of it is copied, what happened to it is shown as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from .chart import Curve
from .needs import Compilation, GpuLook


@dataclass(frozen=True)
class UnseenGpu:
    """A GPU that nobody has looked at yet."""

    device: str
    utilisation: None = None
    used: None = None
    total: None = None
    watts: None = None
    celsius: None = None


@dataclass(frozen=True)
class CursorView:
    """What a lane was at the charts' cursor; None is what was not measured there."""

    step: int
    lane_seconds: float
    wall_seconds: float
    loss: float | None = None
    smoothed_loss: float | None = None
    step_seconds: float | None = None
    smoothed_step_seconds: float | None = None


@dataclass(frozen=True)
class LaneView:
    """One lane at one moment; None is what was not measured."""

    id: str
    marker: str
    """One letter that stands for the lane on every chart."""
    accent: int
    """Index into the palette."""
    framework: str
    version: str
    """The framework's own, short enough for a title."""
    versions: str
    """All that were named, such as `3.15.1 (TensorFlow 2.21.0)`."""
    device: str
    mode: str
    plain: bool
    """Whether the mode runs without compilation of the step."""
    phase: str
    phase_detail: str
    phase_clock: str
    """How long the phase lasts, as text; empty where that says nothing."""
    step: int
    loss: float | None
    test_loss: float | None
    accuracy: float | None
    """Share of right predictions on the test split, 0..1."""
    step_seconds: float | None
    """Median of the recent clean samples."""
    p90_seconds: float | None
    examples_per_second: float | None
    cpu_seconds: float | None
    """CPU seconds a step."""
    lane_seconds: float
    compile: Compilation | None
    """The last compilation."""
    compiles: int
    """Compilations so far."""
    compile_failed: str
    """Why the last compilation failed, if none has succeeded since."""
    rss_bytes: int | None
    own_bytes: int | None
    device_bytes: int | None
    cpu_percent: float | None
    parameters: int | None
    threads: int | None
    difference: float | None
    """Largest loss difference to the reference lane so far."""
    is_reference: bool
    error: str
    last_lines: tuple[str, ...]
    in_graphs: str = ""
    """Graphs and breaks of the compiled step, where it is not one graph; else empty."""
    parity_failed: bool = False
    """Whether a loss of this lane or of the reference was not finite where the other was compared."""
    held: str = ""
    """What keeps the lane's process from running and what helps, or for which such lane it waits;
    empty where nothing does."""
    own_label: str = "own mem"
    """What memory of its own is called, after what was measured."""
    untimed: str = ""
    """Why nothing of now was timed, in a word, such as `contended`; empty where something was."""
    doubt: str = ""
    """What a person must know before he believes the figures; empty where there is nothing."""
    in_turns: bool = False
    """Whether the time that it trains holds the turns of other lanes."""
    gpu: GpuLook | None = None
    """The lane's GPU; None where it has none."""
    cursor: CursorView | None = None
    """What stands at the cursor; None without one, or where the lane does not reach."""
    loss_curve: Curve | None = None
    step_curve: Curve | None = None


@dataclass(frozen=True)
class BarView:
    """The top line."""

    workload: str
    optimizer: str
    learning_rate: float
    batch_size: int
    seed: int
    schedule: str
    precision: str
    elapsed: str
    ended: bool
    done: float | None = None
    """Share of the steps that the slowest lane has done, 0..1; None where there is no end."""
    left: str = ""
    """About how long the slowest lane still needs at its pace so far."""
    gpus: tuple[GpuLook, ...] = ()
    """The GPUs that lanes use."""
    standing: str = ""
    """How a watcher stands to the run, such as `watching`; empty where the run is one's own."""


@dataclass(frozen=True)
class ParityView:
    """One lane's largest loss difference to the reference lane, and the step where it stood."""

    lane: str
    marker: str
    accent: int
    difference: float | None
    step: int
    failed_at: int | None = None
    """The first step at which a loss was not finite: parity has failed then, whatever it was before."""


@dataclass(frozen=True)
class CursorMark:
    """Step and times of one lane at the charts' cursor; None where the lane does not reach."""

    lane: str
    marker: str
    accent: int
    at: CursorView | None


@dataclass(frozen=True)
class ParityLineView:
    """The line under the panes."""

    reference: str
    reference_marker: str
    reference_accent: int
    lanes: tuple[ParityView, ...]
    lead: tuple[str, str] = ("parity to", "parity")
    """What the losses come to, in words that go before the reference lane, and in fewer."""
    same: bool = True
    """Whether that is as it should be."""
    unexpected: tuple[str, str] | None = None
    """Why equal losses are not to be expected, in a few words and in fewer; None if they are."""
    cursor: tuple[CursorMark, ...] = ()
    """Where the lanes stood at the charts' cursor, which is shown instead while there is one."""
