"""A lane's measured values as labelled texts, most important first."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .lane_view import LaneView
from .line import Line, Piece
from .needs import GpuLook
from .quantities import (
    NA,
    bytes_text,
    count_text,
    difference_text,
    loss_text,
    rate_text,
    seconds_text,
    share_text,
)

PHASE_GLYPHS = {
    "starting": "◌",
    "importing": "◌",
    "building": "◌",
    "training": "●",
    "measuring": "●",
    "evaluating": "◌",
    "waiting": "○",
    "paused": "‖",
    "suspended": "!",
    "zombie": "!",
    "compiling": "◐",
    "finished": "✓",
    "stopped": "■",
    "crashed": "✗",
}
PHASE_ROLES = {
    "compiling": "warning",
    "paused": "warning",
    "suspended": "warning",
    "zombie": "error",
    "crashed": "error",
    "finished": "good",
    "waiting": "label",
    "stopped": "label",
}


@dataclass(frozen=True)
class Field:
    """A label and its value."""

    label: str
    value: str
    role: str = "value"
    short: str = ""
    """What stands in its place where the label would have to be cut for the value."""
    brief: str = ""
    """A label for where the whole one does not fit beside the value."""


def lane_fields(view: LaneView) -> list[Field]:
    """All values of a lane, in the order in which they should survive a small pane."""
    steps = count_text(view.step)
    gpu = view.gpu
    known = view.step > 0
    return [
        Field("step", steps, "strong"),
        Field("loss", loss_text(view.loss) if known else NA, loss_role(view.loss, "strong")),
        Field("accuracy", share_text(view.accuracy)),
        Field("test loss", loss_text(view.test_loss), loss_role(view.test_loss, "value")),
        _step_time(view),
        Field("p90", seconds_text(view.p90_seconds)),
        Field("examples/s", rate_text(view.examples_per_second)),
        Field("cpu/step", seconds_text(view.cpu_seconds)),
        Field(
            "device time",
            seconds_text(view.lane_seconds) if view.lane_seconds else NA,
            brief="on device",
        ),
        *(gpu_fields(view, gpu)[:2] if gpu else ()),
        Field("RSS", bytes_text(view.rss_bytes)),
        *(gpu_fields(view, gpu)[2:] if gpu else ()),
        Field(view.own_label, bytes_text(view.own_bytes)),
        Field("threads", count_text(view.threads)),
        Field("parameters", count_text(view.parameters)),
        parity_field(view),
        Field("cpu use", f"{view.cpu_percent:.0f} %" if view.cpu_percent is not None else NA),
    ]


def _step_time(view: LaneView) -> Field:
    """A step's time, or the word for why none of now is known."""
    if view.untimed:
        return Field("step time", view.untimed, "warning", short=NA)
    return Field("step time", seconds_text(view.step_seconds))


def loss_role(loss: float | None, role: str) -> str:
    """The role of a loss: one that is not finite stands out."""
    return role if loss is None or math.isfinite(loss) else "error"


def parity_field(view: LaneView) -> Field:
    """How far the lane ever was from the reference lane, or that it cannot be compared any more."""
    if view.is_reference:
        return Field("parity", "reference")
    if view.parity_failed:
        return Field("parity", "failed", "error")
    return Field("parity", difference_text(view.difference))


def gpu_fields(view: LaneView, gpu: GpuLook) -> tuple[Field, ...]:
    """What a lane's GPU does, and what the lane holds of it."""
    celsius = f"{gpu.celsius} °C" if gpu.celsius is not None else NA
    return (
        Field("GPU busy", f"{gpu.utilisation} %" if gpu.utilisation is not None else NA),
        Field("GPU own", bytes_text(view.device_bytes)),
        Field("GPU used", bytes_text(gpu.used)),
        Field("GPU power", f"{gpu.watts:.0f} W" if gpu.watts is not None else NA),
        Field("GPU temp", celsius),
    )


COMPACT = (
    "step", "loss", "accuracy", "step time", "p90", "examples/s", "GPU busy", "GPU own", "RSS",
    "cpu/step", "device time", "own mem", "USS", "GPU used", "GPU power",
)  # fmt: skip
"""The fields of a pane that is one column wide, as far as the lane has them; the compile line
stands after `examples/s`."""
SPARE = ("test loss", "parity", "threads", "parameters", "cpu use")
"""What such a pane shows below them, where rows are left but too few for a chart."""


def phase_line(view: LaneView, *, clock_width: int | None = 7) -> Line:
    """The phase with its glyph and, unless the width is None, how long it lasts."""
    role = PHASE_ROLES.get(view.phase, "value")
    glyph = PHASE_GLYPHS.get(view.phase, "◌")
    ink = f"accent:{view.accent}" if view.phase == "training" else role
    pieces = [Piece(glyph + " ", ink), Piece(phase_word(view), role)]
    if view.phase_clock and clock_width is not None:
        pieces.append(Piece(" " + view.phase_clock.rjust(clock_width), role))
    return tuple(pieces)


def phase_word(view: LaneView) -> str:
    """The phase as a person reads it: the clock of a lane that takes turns counts those of others."""
    return "in turns" if view.phase == "training" and view.in_turns else view.phase


def mode_badge(view: LaneView) -> Piece:
    """The mode: a filled badge where the step is compiled, a hollow one where it is not."""
    return Piece(f" {view.mode} ", f"{'hollow' if view.plain else 'badge'}:{view.accent}")


def compile_value(view: LaneView) -> str:
    """The last compilation in short: `8.21 s cold (2nd)`, which is not twice as long."""
    done = view.compile
    if done is None:
        return NA
    cached = {True: " cached", False: " cold", None: ""}[done.cached]
    return f"{seconds_text(done.seconds)}{cached}{_which(view.compiles)}"


def short_compile_value(view: LaneView, cells: int) -> str:
    """The same in a narrow column, where what the cache had is left out first."""
    whole = compile_value(view)
    if view.compile is None or len(whole) <= cells or view.compiles == 1:
        return whole
    return f"{seconds_text(view.compile.seconds)}{_which(view.compiles)}"


def _which(number: int) -> str:
    """` (2nd)`; the first needs no word."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 // 10 != 1 else 0, "th")
    return f" ({number:,}{ending})" if number > 1 else ""


def compile_parts(view: LaneView) -> str:
    """The parts of the last compilation in seconds: `trace 0.21 lower 0.12 backend 1.05 s`."""
    done = view.compile
    if done is None:
        return ""
    parts = (
        ("trace", done.trace_seconds),
        ("lower", done.lower_seconds),
        ("backend", done.backend_seconds),
    )
    if all(seconds is None for _, seconds in parts):
        return f"parts {NA}"
    return " ".join(f"{name} {_short(seconds)}" for name, seconds in parts) + " s"


def compile_note(view: LaneView) -> str:
    """What a compiled step is broken into, or else why it was compiled last."""
    return view.in_graphs or (view.compile.reason if view.compile else "")


def _short(seconds: float | None) -> str:
    if seconds is None:
        return NA
    return f"{seconds:.2f}" if seconds < 9.995 else f"{seconds:.1f}"
