"""From what a person asked for, on the command line or in the start form, to a checked plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engines.device import Machine, parse_device
from engines.errors import UsageError, unknown
from engines.events import LaneSpec
from engines.lane import check_mode, name_lanes, parse_lane
from engines.run_plan import PRECISIONS, RunPlan
from engines.supervisor.turns import SCHEDULES
from engines.workloads.workload import OPTIMIZERS

if TYPE_CHECKING:
    from engines.workloads.examine import Checked

_CHANGE = re.compile(r"(\d+):([^=]+)=(.+)")


@dataclass(frozen=True)
class Asked:
    """What was asked for, as it was written; None leaves it to the workload."""

    lanes: tuple[str, ...] = ("torch", "keras", "jax")
    workload: str = "digits-mlp"
    optimizer: str | None = None
    learning_rate: float | None = None
    batch_size: int | None = None
    seed: int = 0
    steps: int | None = None
    """None for no end."""
    schedule: str = "turns"
    turn_ms: float = 200.0
    """Milliseconds."""
    sync_every: int = 10
    evaluate_every: int = 100
    precision: str = "float32"
    changes: tuple[str, ...] = ()
    """`STEP:LANE=MODE` each."""


def make_plan(asked: Asked, machine: Machine) -> RunPlan:
    """A plan in which every field is valid; raises `UsageError` or `RunError` with one sentence."""
    from engines.workloads.catalogue import canonical
    from engines.workloads.check import check

    check_names(asked)
    specs = lane_specs(asked.lanes, machine)
    parse_changes(asked.changes, specs, asked.steps)
    checked = check(canonical(asked.workload), tuple(spec.framework for spec in specs))
    return plan_for(asked, machine, checked)


def plan_for(asked: Asked, machine: Machine, checked: Checked) -> RunPlan:
    """The plan for a workload that was checked before; raises as `make_plan` does."""
    from engines.workloads.catalogue import canonical

    check_names(asked)
    specs = lane_specs(asked.lanes, machine)
    optimizer = asked.optimizer or checked.optimizer
    return RunPlan(
        lanes=specs,
        workload=canonical(asked.workload),
        optimizer=optimizer,
        learning_rate=learning_rate_for(asked.learning_rate, optimizer, checked),
        batch_size=batch_size_for(asked.batch_size, checked),
        seed=asked.seed,
        precision=asked.precision,
        schedule=asked.schedule,
        turn_seconds=asked.turn_ms / 1000,
        sync_every=asked.sync_every,
        evaluate_every=asked.evaluate_every,
        steps=asked.steps,
        changes=parse_changes(asked.changes, specs, asked.steps),
        examples=checked.examples,
        references=checked.references,
    )


def check_names(asked: Asked) -> None:
    """Raises `UsageError` for a schedule, precision or optimizer that is not known."""
    for given, known, kind in (
        (asked.schedule, SCHEDULES, "schedule"),
        (asked.precision, PRECISIONS, "precision"),
        (asked.optimizer or OPTIMIZERS[0], OPTIMIZERS, "optimizer"),
    ):
        if given not in known:
            raise unknown(kind, given, known)


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


def parse_changes(
    changes: Sequence[str], specs: Sequence[LaneSpec], steps: int | None
) -> tuple[tuple[str, int, str], ...]:
    """(lane id, step, mode) for all changes of mode that are planned."""
    return tuple(change for text in changes for change in _parse_change(text, specs, steps))


def _parse_change(
    text: str, specs: Sequence[LaneSpec], steps: int | None
) -> list[tuple[str, int, str]]:
    """(lane id, step, mode) for each lane that `STEP:LANE=MODE` means."""
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
    return [(spec.id, step, mode) for spec in chosen]
