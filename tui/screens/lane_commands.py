"""What the keys do to lanes: each asks the source, and says why where it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from engines.lane import COMPILED_MODE, MODES, PLAIN_MODE, toggled
from tui.keys.replay_actions import COMMANDS
from tui.views.alternations import Alternations, counterpart
from tui.views.race_view import Wanted

if TYPE_CHECKING:
    from engines.run.lane_state import LaneState
    from engines.run.run import Run
    from tui.screens.asking import Asking
    from tui.screens.selection import Selection

VERBS = {
    "toggle_compile": "compile",
    "choose_mode": "change",
    "alternate": "alternate",
    "pause": "pause",
}
"""What a lane that has ended cannot do any more."""
ENDED = {"finished": "has finished", "stopped": "was stopped", "crashed": "has crashed"}
OF_RUNNING = {
    "toggle_compile_all": "No lane runs: nothing to compile.",
    "pause_all": "No lane runs: nothing to pause.",
    "learning_rate": "No lane runs any more: nothing to change.",
    "batch_size": "No lane runs any more: nothing to change.",
}
"""What says so where no lane runs."""


class LaneCommands:
    """Commands for the selected lane, and for all lanes; owns what was asked for and is to come."""

    def __init__(self, asking: Asking, run: Run, selection: Selection) -> None:
        self.asking = asking
        self.run = run
        self.selection = selection
        self._source = asking.source
        self._wanted: dict[str, Wanted] = {}
        self.alternations = Alternations(run)
        """What is said when they have ended."""
        self._pauses: dict[str, tuple[int, bool]] = {}
        """Lane -> the attempt in which a pause, or its end, was asked for last."""

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Action -> what does it."""
        told = {
            "toggle_compile": self.toggle_compile,
            "toggle_compile_all": self.toggle_compile_all,
            "choose_mode": self.choose_mode,
            "alternate": self.alternate,
            "pause_all": self.pause_all,
            "restart": self.restart,
            "choose_device": self.choose_device,
        }
        pause = self.pause if self._source.transport else self.asking.unless_refused(self.pause)
        return {name: self.asking.unless_refused(one) for name, one in told.items()} | {
            "pause": pause
        }

    def lane(self) -> LaneState:
        """The selected lane."""
        return self.run.lanes[self.selection.selected]

    def running(self) -> list[LaneState]:
        """The lanes whose workers run."""
        return [lane for lane in self.run.lanes.values() if lane.status == "running"]

    def why_not(self, action_id: str) -> str:
        """Why a command can do nothing now: to a run that is only watched, or that has ended."""
        source = self._source
        if source.can.refusal:
            told = action_id in COMMANDS or (action_id == "pause" and source.transport is None)
            return source.can.refusal if told else ""
        if action_id in VERBS:
            lane = self.lane()
            if lane.status != "running":
                verb, how = VERBS[action_id], ENDED[lane.status]
                return f"{lane.id} {how}: nothing to {verb}; r restarts it from step 0."
        if action_id in OF_RUNNING and not self.running():
            return OF_RUNNING[action_id]
        return ""

    def set_mode(self, lane: LaneState, mode: str) -> None:
        """Ask for a mode and show that it is on its way."""
        if mode == lane.mode and lane.id not in self._wanted:
            self.asking.notify(f"{lane.id} already runs in {mode}.", markup=False)
            return
        wanted = Wanted.of(lane, mode)
        if self.asking.ask(self._source.set_mode, lane.id, mode):
            self._wanted[lane.id] = wanted
            self.asking.show()

    def wanted(self, lane: LaneState) -> str:
        """The mode that a lane is on its way to, empty if none."""
        asked = self._wanted.get(lane.id)
        return asked.pending(lane) if asked else ""

    def current_mode(self, lane: LaneState) -> str:
        """The mode a lane is in or on its way to."""
        return self.wanted(lane) or lane.mode

    def _cannot(self, action_id: str) -> bool:
        return self.asking.cannot(self.why_not(action_id))

    def toggle_compile(self) -> None:
        """Compiled or plain, for the selected lane."""
        lane = self.lane()
        if not self._cannot("toggle_compile"):
            self.set_mode(lane, toggled(lane.framework, self.current_mode(lane)))

    def toggle_compile_all(self) -> None:
        """Compiled for all lanes, or plain if all are compiled."""
        if self._cannot("toggle_compile_all"):
            return
        lanes = self.running()
        done = all(self.current_mode(lane) == COMPILED_MODE[lane.framework] for lane in lanes)
        for lane in lanes:
            mode = (PLAIN_MODE if done else COMPILED_MODE)[lane.framework]
            if mode != self.current_mode(lane):
                self.set_mode(lane, mode)

    def choose_mode(self) -> None:
        """Any mode of the selected lane's framework."""
        lane = self.lane()
        if self._cannot("choose_mode"):
            return
        from tui.screens.choice import ChoiceScreen

        def chosen(mode: str | None) -> None:
            # The lane may have ended while the dialog was open.
            if mode and not self._cannot("choose_mode"):
                self.set_mode(self.run.lanes[lane.id], mode)

        self.asking.push(
            ChoiceScreen(f"Mode of {lane.id}", MODES[lane.framework], self.current_mode(lane)),
            chosen,
        )

    def alternate(self) -> None:
        """The selected lane's present mode and the one to compare it with, turn by turn."""
        lane = self.lane()
        if self._cannot("alternate"):
            return
        other = counterpart(lane)
        if self.run.schedule == "free":
            why = "Lanes run at once: no step is a sample now. t gives them turns."
        elif other not in lane.spreads or lane.mode not in lane.spreads:
            missing = other if lane.mode in lane.spreads else lane.mode
            why = f"{lane.id} has not been timed in {missing} yet: run it in both modes first."
        else:
            why = ""
        if self.asking.cannot(why) or not self.asking.ask(self._source.alternate, lane.id, other):
            return
        self.alternations.ask(lane.id, lane.mode, other)
        self.asking.notify(
            f"{lane.id} alternates {lane.mode} and {other}, turn by turn.", timeout=5, markup=False
        )

    def tell_alternations(self) -> None:
        """Say what came of those that have ended; asked at each tick."""
        for text in self.alternations.news():
            self.asking.notify(text, timeout=20, markup=False)

    def pause(self) -> None:
        """Pause or resume the selected lane; a replay as a whole."""
        if self._source.transport is not None:
            self._source.transport.play_or_pause()
            return
        lane = self.lane()
        if not self._cannot("pause"):
            self._set_paused(lane, not self.pausing(lane))
            self.asking.show()

    def pausing(self, lane: LaneState) -> bool:
        """Whether a lane is paused, or was asked to be and no event has said so yet."""
        attempt, asked = self._pauses.get(lane.id, (lane.attempt, lane.paused))
        return asked if attempt == lane.attempt else lane.paused

    def _set_paused(self, lane: LaneState, paused: bool) -> None:
        if self.asking.ask(self._source.pause if paused else self._source.resume, lane.id):
            self._pauses[lane.id] = (lane.attempt, paused)

    def pause_all(self) -> None:
        """Pause all lanes, or resume them if all are paused."""
        if self._cannot("pause_all"):
            return
        lanes = self.running()
        paused = all(map(self.pausing, lanes))
        for lane in lanes:
            self._set_paused(lane, not paused)
        self.asking.show()

    def restart(self) -> None:
        """Start the worker anew; asks if that loses something."""
        lane = self.lane()
        if lane.status != "running":
            self.asking.ask(self._source.restart, lane.id)
            return
        from tui.screens.choice import ChoiceScreen

        def chosen(answer: str | None) -> None:
            if answer == "restart":
                self.asking.ask(self._source.restart, lane.id)

        self.asking.push(
            ChoiceScreen(
                f"{lane.id} is running at step {lane.step:,}",
                {"keep on": "leave it as it is", "restart": "a new worker, from step 0"},
                "keep on",
            ),
            chosen,
        )

    def choose_device(self) -> None:
        """Restart the selected lane on another device."""
        lane = self.lane()
        from tui.screens.device_choice import DeviceChoice

        def chosen(device: str | None) -> None:
            if device:
                self.asking.ask(self._source.restart, lane.id, device)

        self.asking.push(DeviceChoice(lane.id, lane.device, self._source.machine), chosen)
