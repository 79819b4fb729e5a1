"""The command line that asks for the same: `fwdash run ...`, and only what differs from defaults."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from engines.lane import DEFAULT_MODE, Lane
from engines.optimization import OPTIMIZER_SETTINGS, defaults_for
from tui.start.run_options import OPTIONS, text_of
from tui.start.run_request import DEFAULT, RunRequest

if TYPE_CHECKING:
    from engines.recipe import Recipe
    from engines.workloads.examine import Checked


def arguments(request: RunRequest) -> list[str]:
    """The arguments of `fwdash run`, unquoted."""
    words = [] if request.lanes == DEFAULT.lanes else list(request.lanes)
    for name, option in OPTIONS.items():
        value = getattr(request, name)
        if value != getattr(DEFAULT, name):
            if option.is_flag:
                words.append((option.opts if value else option.secondary_opts)[0])
                continue
            flag = min(option.opts, key=len)
            for one in value if option.multiple else (value,):
                words += [flag, text_of(name, one)]
    return words


def command_line(request: RunRequest, more: Sequence[str] = ()) -> str:
    """The whole line, quoted for a shell; `more` are arguments that no plan holds."""
    return shlex.join(["fwdash", "run", *arguments(request), *more])


def without_defaults(request: RunRequest, checked: Checked) -> RunRequest:
    """The same plan without what the workload would give by itself."""
    optimizer = request.optimizer or checked.optimizer
    given = defaults_for(optimizer, checked.optimization)
    return structs.replace(
        request,
        **{name: None for name in OPTIMIZER_SETTINGS if getattr(request, name) == given[name]},
        optimizer=None if optimizer == checked.optimizer else optimizer,
        learning_rate=None
        if request.learning_rate == checked.learning_rates.get(optimizer)
        else request.learning_rate,
        batch_size=None if request.batch_size == checked.batch_size else request.batch_size,
    )


def short(lane: Lane) -> str:
    """The shortest text that names a lane; no device is the CPU."""
    device = "" if lane.device in ("", "cpu") else f"@{lane.device}"
    mode = "" if lane.mode == DEFAULT_MODE[lane.framework] else f"+{lane.mode}"
    return lane.framework + device + mode


def request_of(recipe: Recipe) -> RunRequest:
    """What asks for a recipe again."""
    return RunRequest(
        lanes=tuple(short(Lane(one.framework, one.device, one.mode)) for one in recipe.lanes),
        workload=recipe.workload,
        optimizer=recipe.optimizer,
        learning_rate=recipe.learning_rate,
        batch_size=recipe.batch_size,
        **{name: getattr(recipe, name) for name in OPTIMIZER_SETTINGS},
        changes=tuple(f"{one.step}:{one.lane}={one.mode}" for one in recipe.changes),
        **recipe.settings(),
    )
