"""What decides a run that trains: its lanes, their modes, devices and settings."""

from __future__ import annotations

from engines.commands import Alternate, ChangeSettings, Order, SetMode
from engines.device import Device, parse_device
from engines.events import AnyEvent, Logged, SettingsPlanned, Steps
from engines.order import PlannedSettings, Train
from engines.progress import LaneProgress
from engines.recipe import Recipe
from engines.supervisor.launch import lane_cores
from engines.supervisor.supervisor import Supervisor
from engines.supervisor.turns import ALONE_SECONDS, Turns
from engines.training.settings_change import Pace, step_of_change

ALTERNATED_TURNS = 20
"""Ten pairs of turns; with three lanes they take 12 seconds."""


class TrainingDirector:
    """Orders one worker a lane; called on the supervisor's thread."""

    def __init__(self, recipe: Recipe, supervisor: Supervisor) -> None:
        self._recipe = recipe
        self._supervisor = supervisor
        self._specs = {spec.id: spec for spec in recipe.lanes}
        self._devices = {
            spec.id: parse_device(spec.device, supervisor.machine) for spec in recipe.lanes
        }
        self._progress = {
            spec.id: LaneProgress.asked(supervisor.header, spec) for spec in recipe.lanes
        }
        self._paces = {spec.id: Pace() for spec in recipe.lanes}
        self._settings: list[PlannedSettings] = []
        self._started: set[str] = set()
        self._running: set[str] = set()
        self._training = False
        """Whether turns were given: before, no lane can have taken a step."""

    def begin(self) -> None:
        """Start every lane."""
        for lane in self._specs:
            self.start_lane(lane)

    def may_begin(self, turns: Turns) -> bool:
        """A fair start: nobody trains while another still imports."""
        self._training = not turns.preparing and bool(turns.asking)
        return self._training

    def hear(self, event: AnyEvent) -> None:
        """Keep what a restart and a change of settings go by."""
        progress = self._progress.get(event.lane)
        if progress is None:
            return  # of no lane: whatever wrote to a worker's pipe, it must not end the run
        progress.apply(event)
        if isinstance(event, Steps):
            self._paces[event.lane].took(event.last, len(event.losses), sum(event.seconds))

    def left(self, who: str) -> None:
        """Its lane shows why; the others go on."""
        self._running.discard(who)

    def start_lane(self, lane: str) -> None:
        """Order a lane's training from its first step on."""
        supervisor = self._supervisor
        spec, device = self._specs[lane], self._devices[lane]
        self._paces[lane] = Pace()
        cores, start_cores = lane_cores(
            device,
            supervisor.machine,
            list(self._specs).index(lane),
            len(self._specs),
            supervisor.turns.schedule,
        )
        order = Order(
            who=lane,
            framework=spec.framework,
            mode=self._progress[lane].mode,
            device=device.kind,
            cores=cores,
            job=Train(recipe=self._recipe, settings=tuple(self._settings)),
        )
        # Only at the run's start do all import side by side.
        first = lane not in self._started
        self._started.add(lane)
        self._running.add(lane)
        supervisor.start_worker(order, device, start_cores=start_cores if first else cores)

    def set_mode(self, lane: str, mode: str) -> None:
        """Have a lane go on in another mode."""
        self._supervisor.tell(lane, SetMode(mode=mode))

    def alternate(self, lane: str, mode: str) -> None:
        """Have a lane change to another mode and back, turn by turn, for some ten seconds."""
        self._supervisor.tell(lane, Alternate(mode=mode, turns=ALTERNATED_TURNS))

    def restart(self, lane: str, device: Device | None) -> None:
        """Start a lane anew from its first step, on another device if one is named."""
        if device is not None:
            self._devices[lane] = device
        self._supervisor.dismiss(lane)
        self.start_lane(lane)

    def change_settings(self, learning_rate: float | None, batch_size: int | None) -> None:
        """Have all lanes take on other settings after the same step, one that none has reached."""
        supervisor = self._supervisor
        step = self._step_of_change()
        if step is None:
            end = f"the run ends at step {self._recipe.steps}, before all lanes could."
            line = f"Nothing changes: {end if self._running else 'no lane runs any more.'}"
            supervisor.say(Logged(at=supervisor.now(), line=line, level="warning"))
            return
        planned = PlannedSettings(step=step, learning_rate=learning_rate, batch_size=batch_size)
        self._settings.append(planned)
        supervisor.say(
            SettingsPlanned(
                at=supervisor.now(), step=step, learning_rate=learning_rate, batch_size=batch_size
            )
        )
        for lane in self._specs:
            supervisor.tell(lane, ChangeSettings(planned=planned))

    def _step_of_change(self) -> int | None:
        if not self._training:
            return 0
        if not self._running:
            return None
        recipe = self._recipe
        turn = ALONE_SECONDS if self._has_long_turns() else recipe.turn_seconds
        running = [self._paces[lane] for lane in self._running]
        return step_of_change(running, turn, recipe.sync_every, recipe.steps)

    def _has_long_turns(self) -> bool:
        """Whether a lane need not wait for another: its turns are longer then."""
        running = {lane: self._devices[lane] for lane in self._running}
        return self._supervisor.turns.schedule == "free" or any(
            not any(device.shares_with(other) for of, other in running.items() if of != lane)
            for lane, device in running.items()
        )
