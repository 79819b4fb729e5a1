"""The command line that asks for the same: `fwdash run ...`, and only what differs from defaults."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engines.lane import DEFAULT_MODE, Lane
from tui.start.checked_plan import Asked
from tui.start.run_options import OPTIONS

if TYPE_CHECKING:
    from engines.events import Header
    from engines.run_plan import RunPlan
    from engines.workloads.examine import Checked


def arguments(asked: Asked) -> list[str]:
    """The arguments of `fwdash run`, unquoted."""
    words = [] if asked.lanes == Asked.lanes else list(asked.lanes)
    for name, option in OPTIONS.items():
        value = getattr(asked, name)
        if value != getattr(Asked, name):
            flag = min(option.opts, key=len)
            for one in value if option.multiple else (value,):
                words += [flag, _word(one)]
    return words


def command_line(asked: Asked, more: Sequence[str] = ()) -> str:
    """The whole line, quoted for a shell; `more` are arguments that no plan holds."""
    return shlex.join(["fwdash", "run", *arguments(asked), *more])


def without_defaults(asked: Asked, checked: Checked) -> Asked:
    """The same plan without what the workload would give by itself."""
    optimizer = asked.optimizer or checked.optimizer
    return replace(
        asked,
        optimizer=None if optimizer == checked.optimizer else optimizer,
        learning_rate=None
        if asked.learning_rate == checked.learning_rates.get(optimizer)
        else asked.learning_rate,
        batch_size=None if asked.batch_size == checked.batch_size else asked.batch_size,
    )


def short(lane: Lane) -> str:
    """The shortest text that names a lane; no device is the CPU."""
    device = "" if lane.device in ("", "cpu") else f"@{lane.device}"
    mode = "" if lane.mode == DEFAULT_MODE[lane.framework] else f"+{lane.mode}"
    return lane.framework + device + mode


def asked_of(run: RunPlan | Header) -> Asked:
    """What asks for the plan of a run again; a header keeps no evaluations and no changes."""
    return Asked(
        lanes=tuple(short(Lane(one.framework, one.device, one.mode)) for one in run.lanes),
        workload=run.workload,
        optimizer=run.optimizer,
        learning_rate=run.learning_rate,
        batch_size=run.batch_size,
        seed=run.seed,
        steps=run.steps,
        schedule=run.schedule,
        turn_ms=_milliseconds(run.turn_seconds),
        sync_every=run.sync_every,
        evaluate_every=getattr(run, "evaluate_every", Asked.evaluate_every),
        precision=run.precision,
        changes=tuple(f"{step}:{lane}={mode}" for lane, step, mode in getattr(run, "changes", ())),
    )


def _milliseconds(seconds: float) -> float:
    """As many as come to the same seconds again, in as few digits as that takes."""
    shortened = (float(f"{seconds * 1000:.{digits}g}") for digits in range(6, 18))
    return next((ms for ms in shortened if ms / 1000 == seconds), seconds * 1000)


def _word(value: Any) -> str:
    """A value as it is written: 200 rather than 200.0."""
    return (
        f"{value:.0f}"
        if isinstance(value, float) and value.is_integer() and value < 1e9
        else str(value)
    )
