"""From what a person asked for, on the command line or in the start form, to a checked plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engines.device import Machine, parse_device
from engines.errors import UsageError, unknown
from engines.lane import check_mode, name_lanes, parse_lane
from engines.optimization import OPTIMIZER_SETTINGS, Optimization, defaults_for, mistakes
from engines.recipe import CHOICES, LaneSpec, PlannedChange, Recipe
from engines.run_plan import RunPlan
from tui.start.run_request import RunRequest

if TYPE_CHECKING:
    from engines.workloads.examine import Checked

_CHANGE = re.compile(r"(\d+):([^=]+)=(.+)")


def make_plan(request: RunRequest, machine: Machine) -> RunPlan:
    """A plan in which every field is valid; raises `UsageError` or `RunError` with one sentence."""
    from engines.workloads.catalogue import canonical
    from engines.workloads.check import check

    check_names(request)
    specs = lane_specs(request.lanes, machine)
    parse_changes(request.changes, specs, request.steps)
    checked = check(canonical(request.workload), tuple(spec.framework for spec in specs))
    return plan_for(request, machine, checked)


def plan_for(request: RunRequest, machine: Machine, checked: Checked) -> RunPlan:
    """The plan for a workload that was checked before; raises as `make_plan` does."""
    from engines.workloads.catalogue import canonical

    check_names(request)
    specs = lane_specs(request.lanes, machine)
    asked = optimization_for(request, checked)
    for _, sentence in mistakes(asked):
        raise UsageError(sentence)
    check_smoothing(request.label_smoothing, checked)
    recipe = Recipe(
        lanes=specs,
        workload=canonical(request.workload),
        optimizer=asked.optimizer,
        learning_rate=asked.learning_rate,
        **{name: getattr(asked, name) for name in OPTIMIZER_SETTINGS},
        batch_size=batch_size_for(request.batch_size, checked),
        changes=parse_changes(request.changes, specs, request.steps),
        **request.settings(),
    )
    return RunPlan(recipe, checked.examples, checked.references)


def check_names(request: RunRequest) -> None:
    """Raises `UsageError` for a name that is not known, where all that there can be are."""
    for name, known in CHOICES.items():
        given = getattr(request, name)
        if given is not None and given not in known:
            raise unknown(name, given, known)


def check_smoothing(given: float, checked: Checked) -> None:
    """Raises `UsageError` where labels cannot be smoothed so."""
    if not 0 <= given < 1:
        raise UsageError(f"Label smoothing {given:g} must be from 0 to below 1.")
    if given and checked.loss != "cross_entropy":
        raise UsageError(
            f"{checked.name} has no labels to smooth: its loss is {checked.loss.replace('_', ' ')}, and "
            "label smoothing is for cross entropy."
        )


def lane_specs(lanes: Sequence[str], machine: Machine) -> tuple[LaneSpec, ...]:
    """The lanes with their ids; raises for what is no lane and what this machine has not."""
    specs = name_lanes([parse_lane(text) for text in lanes], lanes)
    for spec in specs:
        parse_device(spec.device, machine)
    return specs


def batch_size_for(given: int | None, checked: Checked) -> int:
    """The batch size, by default the workload's; raises `UsageError` if it is too large."""
    size = given or checked.batch_size
    if size > checked.examples:
        raise UsageError(
            f"Batch size {size} is larger than the {checked.examples} training examples "
            f"of {checked.name}."
        )
    return size


def learning_rate_for(given: float | None, optimizer: str, checked: Checked) -> float:
    """The learning rate, by default the workload's for that optimizer; raises if it has none."""
    if given is not None:
        return given
    if optimizer not in checked.learning_rates:
        raise UsageError(f"{checked.name} gives no learning rate for {optimizer}: add --lr.")
    return checked.learning_rates[optimizer]


def optimization_for(request: RunRequest, checked: Checked) -> Optimization:
    """What is asked of the optimizer, by default what the workload gives; raises as above.

    What cannot be in it is told by `engines.optimization.mistakes`.
    """
    optimizer = request.optimizer or checked.optimizer
    settings = defaults_for(optimizer, checked.optimization)
    for name in OPTIMIZER_SETTINGS:
        given = getattr(request, name)
        if given is not None:
            settings[name] = given
    return Optimization(
        optimizer=optimizer,
        learning_rate=learning_rate_for(request.learning_rate, optimizer, checked),
        steps=request.steps,
        **settings,
    )


def parse_changes(
    changes: Sequence[str], specs: Sequence[LaneSpec], steps: int | None
) -> tuple[PlannedChange, ...]:
    """All changes of mode that are planned."""
    return tuple(change for text in changes for change in _parse_change(text, specs, steps))


def _parse_change(text: str, specs: Sequence[LaneSpec], steps: int | None) -> list[PlannedChange]:
    """The change of each lane that `STEP:LANE=MODE` means."""
    match = _CHANGE.fullmatch(text)
    if match is None:
        raise UsageError(f"{text!r} is no change: write STEP:LANE=MODE, as in 100:torch=compile.")
    step, name, mode = int(match[1]), match[2], match[3]
    chosen = [spec for spec in specs if name in (spec.id, spec.framework)]
    if not chosen:
        raise unknown("lane in --change", name, [spec.id for spec in specs])
    if steps is not None and step >= steps:
        raise UsageError(f"The change {text!r} never happens: the run ends after step {steps}.")
    for spec in chosen:
        check_mode(spec.framework, mode)
    return [PlannedChange(lane=spec.id, step=step, mode=mode) for spec in chosen]
