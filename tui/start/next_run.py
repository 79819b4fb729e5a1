"""The run that follows on the one that is shown: a plan from the form, and a supervisor for it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import structs

from engines.device import Machine
from engines.errors import UsageError
from engines.lane import Lane, name_lanes
from tui.start.command_line import request_of, short
from tui.start.run_request import RunRequest

if TYPE_CHECKING:
    from engines.run.run import Run
    from engines.run_plan import RunPlan
    from tui.sources.live import Live
    from tui.sources.source import Source
    from tui.start.log_place import LogPlace


@dataclass(frozen=True)
class NextRun:
    """A plan, and the command line that asks for it."""

    plan: RunPlan
    command: str
    machine: Machine

    def live(self, place: LogPlace) -> Live:
        """A run that trains it, its log where it belongs; raises `RunError` if that cannot be."""
        from tui.sources.live import Live

        return Live(
            self.plan,
            self.machine,
            log=place.open if place.keep else None,
            command=shlex.split(self.command),
        )


def request_of_run(source: Source, run: Run) -> RunRequest:
    """What the form begins with: what was asked for, or else the run that is shown as it is now."""
    if source.unstarted is not None:
        return source.unstarted
    recipe = source.header.training
    reference = run.lanes[run.reference]
    now = structs.replace(
        request_of(recipe),
        learning_rate=reference.learning_rate,
        batch_size=reference.batch_size,
        schedule=run.schedule,
    )
    to_come = {change.lane for change in recipe.changes}
    lanes = [
        # A planned change begins in the mode of the plan.
        Lane(
            lane.framework,
            lane.device,
            run.specs[lane.id].mode if lane.id in to_come else lane.mode,
        )
        for lane in run.lanes.values()
    ]
    texts = tuple(map(short, lanes))
    try:
        specs = name_lanes(lanes, texts)
    except UsageError:  # two lanes are alike by now, which cannot be started
        return now
    names = dict(zip(run.lanes, (spec.id for spec in specs), strict=True))
    changes = tuple(f"{one.step}:{names[one.lane]}={one.mode}" for one in recipe.changes)
    return structs.replace(now, lanes=texts, changes=changes)
