"""What decides a check of a workload: each lane is built once, all at once, and none gets a turn."""

from __future__ import annotations

from engines.commands import Order
from engines.device import parse_device
from engines.events import AnyEvent
from engines.order import Check
from engines.recipe import Recipe
from engines.supervisor.launch import lane_cores
from engines.supervisor.supervisor import Supervisor
from engines.supervisor.turns import Turns


class CheckDirector:
    """Orders one check a lane; called on the supervisor's thread."""

    def __init__(self, recipe: Recipe, supervisor: Supervisor) -> None:
        self._recipe = recipe
        self._supervisor = supervisor

    def begin(self) -> None:
        """Start every lane's check."""
        recipe, supervisor = self._recipe, self._supervisor
        for place, spec in enumerate(recipe.lanes):
            device = parse_device(spec.device, supervisor.machine)
            cores, start_cores = lane_cores(
                device, supervisor.machine, place, len(recipe.lanes), recipe.schedule
            )
            order = Order(
                who=spec.id,
                framework=spec.framework,
                mode=spec.mode,
                device=device.kind,
                cores=cores,
                job=Check(recipe=recipe),
            )
            supervisor.start_worker(order, device, start_cores=start_cores)

    def may_begin(self, turns: Turns) -> bool:
        """Nothing is trained."""
        return False

    def hear(self, event: AnyEvent) -> None:
        """What is found is in the events; nothing is decided by it."""

    def left(self, who: str) -> None:
        """Its events show how it ended; the others go on."""
