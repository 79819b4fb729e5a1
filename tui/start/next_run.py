"""The run that follows on the one that is shown: a plan from the form, and a supervisor for it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engines.device import Machine
from engines.errors import UsageError
from engines.events import Header
from engines.lane import Lane, name_lanes
from tui.start.checked_plan import Asked
from tui.start.command_line import asked_of, short

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


def asked_of_run(source: Source, run: Run) -> Asked:
    """What the form begins with: what was asked for, or else the run that is shown as it is now."""
    if source.unstarted is not None:
        return source.unstarted
    plan = source.plan
    reference = run.lanes[run.reference]
    now = replace(
        asked_of(plan),
        learning_rate=reference.learning_rate,
        batch_size=reference.batch_size,
        schedule=run.schedule,
    )
    planned = () if isinstance(plan, Header) else plan.changes
    to_come = {lane for lane, _, _ in planned}
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
    changes = tuple(f"{step}:{names[lane]}={mode}" for lane, step, mode in planned)
    return replace(now, lanes=texts, changes=changes)
