"""From what a person asked for on the command line to a checked plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engines.device import Machine, parse_device
from engines.errors import UsageError, unknown
from engines.events import LaneSpec
from engines.lane import check_mode, name_lanes, parse_lane
from engines.run_plan import PRECISIONS, RunPlan
from engines.turns import SCHEDULES
from engines.workloads.workload import OPTIMIZERS

_CHANGE = re.compile(r"(\d+):([^=]+)=(.+)")


def make_plan(
    lanes: Sequence[str],
    machine: Machine,
    *,
    workload: str,
    optimizer: str | None,
    learning_rate: float | None,
    batch_size: int | None,
    seed: int,
    precision: str,
    schedule: str,
    turn_seconds: float,
    sync_every: int,
    evaluate_every: int,
    steps: int | None,
    changes: Sequence[str],
) -> RunPlan:
    """A plan in which every field is valid; raises `UsageError` or `RunError` with one sentence."""
    from engines.workloads.catalogue import canonical
    from engines.workloads.check import check

    for given, known, kind in (
        (schedule, SCHEDULES, "schedule"),
        (precision, PRECISIONS, "precision"),
        (optimizer or OPTIMIZERS[0], OPTIMIZERS, "optimizer"),
    ):
        if given not in known:
            raise unknown(kind, given, known)
    specs = name_lanes([parse_lane(text) for text in lanes], lanes)
    for spec in specs:
        parse_device(spec.device, machine)
    planned = tuple(change for text in changes for change in _parse_change(text, specs, steps))
    workload = canonical(workload)
    checked = check(workload, tuple(spec.framework for spec in specs))
    optimizer = optimizer or checked.optimizer
    batch_size = batch_size or checked.batch_size
    if batch_size > checked.examples:
        raise UsageError(
            f"Batch size {batch_size} is larger than the {checked.examples} training examples "
            f"of {checked.name}."
        )
    if learning_rate is None:
        learning_rate = checked.learning_rates.get(optimizer)
        if learning_rate is None:
            raise UsageError(f"{checked.name} gives no learning rate for {optimizer}: add --lr.")
    return RunPlan(
        lanes=specs,
        workload=workload,
        optimizer=optimizer,
        learning_rate=learning_rate,
        batch_size=batch_size,
        seed=seed,
        precision=precision,
        schedule=schedule,
        turn_seconds=turn_seconds,
        sync_every=sync_every,
        evaluate_every=evaluate_every,
        steps=steps,
        changes=planned,
        examples=checked.examples,
        references=checked.references,
    )


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
