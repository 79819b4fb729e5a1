"""`fwdash workloads check`: each framework's model is built in a worker, looked at, and told in a line."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import click

from engines.device import Machine, find_machine
from engines.errors import RunError, UsageError
from engines.events import Found
from engines.phases import PhaseName
from engines.run.lane_state import LaneState
from engines.run.run import Run
from engines.run_plan import RunPlan, make_header
from engines.safe_text import printable
from engines.supervisor.supervisor import Supervisor
from engines.training.check_director import CheckDirector
from engines.workloads.catalogue import canonical
from engines.workloads.check import check
from tui.start.checked_plan import lane_specs, plan_for
from tui.start.run_request import RunRequest

TICK = 0.05
"""Seconds between two looks at what the workers said."""


def check_workload(name: str, lanes: Sequence[str], *, as_json: bool) -> int:
    """Print a line a lane, for all of the workload's frameworks where none is named; 0 if all is well.

    Raises `UsageError` for what is no workload or lane, `RunError` where no lane need be built to see
    that it cannot be.
    """
    machine = find_machine()
    workload = canonical(name)
    specs = lane_specs(lanes, machine) if lanes else ()
    try:
        checked = check(workload, [spec.framework for spec in specs])
        request = RunRequest(lanes=tuple(lanes) or checked.frameworks, workload=workload)
        plan = plan_for(request, machine, checked)
    except UsageError as error:
        if not as_json:
            raise RunError(str(error)) from error
        _print_json({"workload": workload, "ok": False, "error": str(error), "lanes": []})
        return 1
    if sys.stderr.isatty():
        click.echo(f"Building {', '.join(request.lanes)} ...", err=True)
    told = [_told(lane, shape) for lane, shape in _build(plan, machine)]
    well = all(one["ok"] for one in told)
    if as_json:
        _print_json({"workload": workload, "ok": well, "error": None, "lanes": told})
    else:
        width = max(len(one["lane"]) for one in told)
        for one in told:
            click.echo(f"{one['lane']:<{width}}  {printable(_line(one))}")
            for note in one["notes"]:
                click.echo(f"{'':<{width}}  note: {printable(note)}")
    return 0 if well else 1


def _build(plan: RunPlan, machine: Machine) -> list[tuple[LaneState, list[int] | None]]:
    """Every lane when its worker has ended, and the shape that its model returned for a batch."""
    header = make_header(plan, machine, ())
    recipe = plan.recipe
    supervisor = Supervisor(
        header, machine, lambda supervisor: CheckDirector(recipe, supervisor), log=None
    )
    run = Run(header)
    shapes: dict[str, list[int]] = {}
    try:
        supervisor.start()
        while not run.ended:
            time.sleep(TICK)
            for event in supervisor.drain():
                run.apply(event)
                if isinstance(event, Found):
                    shapes[event.lane] = json.loads(str(event.value))
    finally:
        supervisor.close()
    return [(lane, shapes.get(lane.id)) for lane in run.lanes.values()]


def _told(lane: LaneState, shape: list[int] | None) -> dict[str, Any]:
    """What a check says of a lane."""
    last = lane.last_evaluation
    failed = [f"{one.what}: {one.error}" for one in lane.compile_failures]
    return {
        "lane": lane.id,
        "framework": lane.framework,
        "ok": lane.status == PhaseName.FINISHED,
        "parameters": lane.parameters,
        "output_shape": shape,
        "test_loss": last.loss if last else None,
        "draws_random_numbers": lane.draws,
        "notes": [*failed, *lane.notes],
        "error": lane.error or None,
    }


def _line(told: dict[str, Any]) -> str:
    if not told["ok"]:
        return str(told["error"])
    shape = told["output_shape"]
    parts = [f"{told['parameters']:,} parameters"]
    if shape is not None:
        parts.append(f"returns ({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})")
    if told["test_loss"] is not None:
        parts.append(f"test loss {told['test_loss']:.5g}")
    if told["draws_random_numbers"]:
        parts.append("draws random numbers in training")
    return f"ok: {', '.join(parts)}"


def _print_json(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, indent=2))
