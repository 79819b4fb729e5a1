"""The lane grammar: `FRAMEWORK[@DEVICE][+MODE]`, as in `torch`, `keras@cuda:1+xla`, `jax@cpu:0-1`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engines.errors import UsageError, unknown
from engines.recipe import LaneSpec

MODES: dict[str, dict[str, str]] = {
    "torch": {
        "eager": "operation by operation",
        "compile": "torch.compile with inductor",
        "compile-step": "torch.compile over the whole step: forward, backward and optimizer in one graph",
        "reduce-overhead": "inductor with CUDA graphs where there is a GPU",
        "max-autotune": "inductor, searching for the fastest kernels",
        "aot_eager": "traced by Dynamo and AOTAutograd, run eagerly (needs no C++ compiler)",
        "dynamo": "traced by Dynamo, run eagerly (needs no C++ compiler)",
    },
    "keras": {
        "graph": "tf.function",
        "xla": "tf.function with jit_compile",
        "loop": "a loop within tf.function: one program makes all steps between two synchronisations",
        "xla-loop": "the same with jit_compile",
        "fit": "the trainer's function with steps_per_execution; XLA as it decides: on a GPU, not on a CPU",
        "eager": "operation by operation",
    },
    "jax": {
        "jit": "jax.jit, donated state",
        "scan": "jax.lax.scan: one program makes all steps between two synchronisations",
        "eager": "op by op: every operation is a compiled program of its own",
    },
}
"""Framework -> its modes with a line each, for the choice on the screen."""

DEFAULT_MODE = {"torch": "eager", "keras": "graph", "jax": "jit"}
COMPILED_MODE = {"torch": "compile", "keras": "xla", "jax": "jit"}
"""What the toggle switches on."""
PLAIN_MODE = {"torch": "eager", "keras": "graph", "jax": "eager"}
"""What the toggle goes back to."""

FRAMEWORKS = tuple(MODES)
MAX_LANES = 6

_LANE = re.compile(r"(?P<framework>[^@+]+)(@(?P<device>[^+]+))?(\+(?P<mode>.+))?")
_ALIASES = {"pytorch": "torch", "tensorflow": "keras", "tf": "keras", "flax": "jax"}


@dataclass(frozen=True)
class Lane:
    """One framework on one device in one mode."""

    framework: str
    device: str
    mode: str

    def __str__(self) -> str:
        return f"{self.framework}@{self.device}+{self.mode}"


def parse_lane(text: str) -> Lane:
    """The lane that `text` names; raises `UsageError` with what would work."""
    match = _LANE.fullmatch(text.strip())
    if match is None:
        raise UsageError(
            f"{text!r} is no lane: write FRAMEWORK[@DEVICE][+MODE], as in torch@cpu+compile."
        )
    name = match["framework"]
    framework = _ALIASES.get(name.lower(), name.lower())
    if framework not in MODES:
        raise unknown("framework", name, FRAMEWORKS)
    mode = match["mode"] or DEFAULT_MODE[framework]
    check_mode(framework, mode)
    return Lane(framework, match["device"] or "cpu", mode)


def check_mode(framework: str, mode: str) -> None:
    """Raises `UsageError` if `framework` has no such mode."""
    if mode not in MODES[framework]:
        raise unknown(f"{framework} mode", mode, MODES[framework])


def toggled(framework: str, mode: str) -> str:
    """The mode that the compile toggle leads to from `mode`."""
    return PLAIN_MODE[framework] if mode == COMPILED_MODE[framework] else COMPILED_MODE[framework]


def in_mode(lane_id: str, mode: str) -> str:
    """A lane with a mode that it is or was in, as people read it: `torch+eager`, whose id may say so."""
    if lane_id.endswith(f"+{mode}"):
        return lane_id
    return f"{lane_id} in {mode}" if "+" in lane_id else f"{lane_id}+{mode}"


def name_lanes(lanes: Sequence[Lane], texts: Sequence[str] | None = None) -> tuple[LaneSpec, ...]:
    """Lanes with ids: the framework where it stands once, else the text that was given.

    Raises `UsageError` for none, more than six, or the same lane twice.
    """
    if not lanes:
        raise UsageError("A run needs at least one lane, as in: fwdash run torch keras jax.")
    if len(lanes) > MAX_LANES:
        raise UsageError(f"{len(lanes)} lanes are too many: up to {MAX_LANES} fit side by side.")
    texts = texts or [str(lane) for lane in lanes]
    once = Counter(lane.framework for lane in lanes)
    ids = [
        lane.framework if once[lane.framework] == 1 else text
        for lane, text in zip(lanes, texts, strict=True)
    ]
    for lane_id, times in Counter(ids).items():
        if times > 1:
            raise UsageError(
                f"Lane {lane_id!r} stands {times} times: give each its own device or mode, "
                f"as in {lane_id.split('@')[0].split('+')[0]}+eager."
            )
    return tuple(
        LaneSpec(id=lane_id, framework=lane.framework, device=lane.device, mode=lane.mode)
        for lane_id, lane in zip(ids, lanes, strict=True)
    )
