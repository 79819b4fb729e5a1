"""What the keys do to lanes and run: each asks the source, and says why where it cannot."""

from __future__ import annotations

import functools
from collections.abc import Callable
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

from engines.lane import COMPILED_MODE, MODES, PLAIN_MODE, toggled
from tui.keys.replay_actions import COMMANDS
from tui.screens.stage import Stage
from tui.views.race_view import Wanted

if TYPE_CHECKING:
    from engines.run.lane_state import LaneState

VERBS = {"toggle_compile": "compile", "choose_mode": "change", "pause": "pause"}
"""What a lane that has ended cannot do any more."""
ENDED = {"finished": "has finished", "stopped": "was stopped", "crashed": "has crashed"}
OF_RUNNING = {
    "toggle_compile_all": "No lane runs: nothing to compile.",
    "pause_all": "No lane runs: nothing to pause.",
    "learning_rate": "No lane runs any more: nothing to change.",
    "batch_size": "No lane runs any more: nothing to change.",
}
"""What says so where no lane runs."""


def command(action: Callable[[LaneKeys], None]) -> Callable[[LaneKeys], None]:
    """An action that tells the run something; a run that can only be watched answers at once why
    it cannot be told anything, before a person writes what would be in vain."""

    @functools.wraps(action)
    def asked(self: LaneKeys) -> None:
        if not self.refused():
            action(self)

    return asked


class LaneKeys(Stage):
    """Actions of `RaceScreen` that become commands."""

    def lane(self) -> LaneState:
        """The selected lane."""
        return self.known.lanes[self.selected]

    def running(self) -> list[LaneState]:
        """The lanes whose workers run."""
        return [lane for lane in self.known.lanes.values() if lane.status == "running"]

    def why_not(self, action_id: str) -> str:
        """Why a command can do nothing now: to a run that is only watched, or that has ended."""
        source = self.source
        if source.can.refusal:
            told = action_id in COMMANDS or (action_id == "pause" and source.transport is None)
            return source.can.refusal if told else super().why_not(action_id)
        if action_id in VERBS:
            lane = self.lane()
            if lane.status != "running":
                verb, how = VERBS[action_id], ENDED[lane.status]
                return f"{lane.id} {how}: nothing to {verb}; r restarts it from step 0."
        if action_id in OF_RUNNING and not self.running():
            return OF_RUNNING[action_id]
        return super().why_not(action_id)

    def set_mode(self, lane: LaneState, mode: str) -> None:
        """Ask for a mode and show that it is on its way."""
        if mode == lane.mode and lane.id not in self.wanted:
            self.notify(f"{lane.id} already runs in {mode}.", markup=False)
            return
        wanted = Wanted.of(lane, mode)
        if self.ask(self.source.set_mode, lane.id, mode):
            self.wanted[lane.id] = wanted
            self.show_now()

    def current_mode(self, lane: LaneState) -> str:
        """The mode a lane is in or on its way to."""
        asked = self.wanted.get(lane.id)
        return (asked.pending(lane) if asked else "") or lane.mode

    @command
    def action_toggle_compile(self) -> None:
        """Compiled or plain, for the selected lane."""
        lane = self.lane()
        if not self.cannot("toggle_compile"):
            self.set_mode(lane, toggled(lane.framework, self.current_mode(lane)))

    @command
    def action_toggle_compile_all(self) -> None:
        """Compiled for all lanes, or plain if all are compiled."""
        if self.cannot("toggle_compile_all"):
            return
        lanes = self.running()
        done = all(self.current_mode(lane) == COMPILED_MODE[lane.framework] for lane in lanes)
        for lane in lanes:
            mode = (PLAIN_MODE if done else COMPILED_MODE)[lane.framework]
            if mode != self.current_mode(lane):
                self.set_mode(lane, mode)

    @command
    def action_choose_mode(self) -> None:
        """Any mode of the selected lane's framework."""
        lane = self.lane()
        if self.cannot("choose_mode"):
            return
        from tui.screens.choice import ChoiceScreen

        def chosen(mode: str | None) -> None:
            # The lane may have ended while the dialog was open.
            if mode and not self.cannot("choose_mode"):
                self.set_mode(self.known.lanes[lane.id], mode)

        self.app.push_screen(
            ChoiceScreen(f"Mode of {lane.id}", MODES[lane.framework], self.current_mode(lane)),
            chosen,
        )

    def action_pause(self) -> None:
        """Pause or resume the selected lane; a replay as a whole."""
        if self.source.transport is not None:
            self.source.transport.play_or_pause()
            return
        if self.refused():
            return
        lane = self.lane()
        if not self.cannot("pause"):
            self._set_paused(lane, not self.pausing(lane))
            self.show_now()

    def pausing(self, lane: LaneState) -> bool:
        """Whether a lane is paused, or was asked to be and no event has said so yet."""
        attempt, asked = self._pauses.get(lane.id, (lane.attempt, lane.paused))
        return asked if attempt == lane.attempt else lane.paused

    def _set_paused(self, lane: LaneState, paused: bool) -> None:
        if self.ask(self.source.pause if paused else self.source.resume, lane.id):
            self._pauses[lane.id] = (lane.attempt, paused)

    @command
    def action_pause_all(self) -> None:
        """Pause all lanes, or resume them if all are paused."""
        if self.cannot("pause_all"):
            return
        lanes = self.running()
        paused = all(map(self.pausing, lanes))
        for lane in lanes:
            self._set_paused(lane, not paused)
        self.show_now()

    @command
    def action_restart(self) -> None:
        """Start the worker anew; asks if that loses something."""
        lane = self.lane()
        if lane.status != "running":
            self.ask(self.source.restart, lane.id)
            return
        from tui.screens.choice import ChoiceScreen

        def chosen(answer: str | None) -> None:
            if answer == "restart":
                self.ask(self.source.restart, lane.id)

        self.app.push_screen(
            ChoiceScreen(
                f"{lane.id} is running at step {lane.step:,}",
                {"keep on": "leave it as it is", "restart": "a new worker, from step 0"},
                "keep on",
            ),
            chosen,
        )

    @command
    def action_choose_device(self) -> None:
        """Restart the selected lane on another device."""
        lane = self.lane()
        from tui.screens.device_choice import DeviceChoice

        def chosen(device: str | None) -> None:
            if device:
                self.ask(self.source.restart, lane.id, device)

        self.app.push_screen(DeviceChoice(lane.id, lane.device, self.source.machine), chosen)

    @command
    def action_toggle_schedule(self) -> None:
        """Turns or free."""
        schedule = "free" if self.known.schedule == "turns" else "turns"
        if self.ask(self.source.set_schedule, schedule):
            meaning = {
                "free": "free: all lanes at once; disturbed samples are left out",
                "turns": "turns: one lane a device at a time",
            }
            self.notify(meaning[schedule], timeout=3)

    @command
    def action_learning_rate(self) -> None:
        """Another learning rate for all lanes."""
        if self.cannot("learning_rate"):
            return
        now = self.known.lanes[self.known.reference].learning_rate

        def given(text: str | None) -> None:
            if not text:
                return
            try:
                rate = float(text)
            except ValueError:
                rate = 0.0
            if not (isfinite(rate) and rate > 0):
                self.notify(f"{text!r} is no learning rate: write a number above 0.", markup=False)
                return
            self._change(learning_rate=rate)

        self._ask_setting(f"Learning rate, now {now:g}", "a number above 0, as in 0.01", given)

    @command
    def action_batch_size(self) -> None:
        """Another batch size for all lanes."""
        if self.cannot("batch_size"):
            return
        now = self.known.lanes[self.known.reference].batch_size

        def given(text: str | None) -> None:
            if not text:
                return
            largest = self.known.header.examples
            if not text.isdecimal() or not 0 < int(text) <= (largest or int(text)):
                limit = f"from 1 to {largest}, the training examples" if largest else "above 0"
                self.notify(f"{text!r} is no batch size: a whole number {limit}.", markup=False)
                return
            self._change(batch_size=int(text))

        self._ask_setting(f"Batch size, now {now}", "a number; compiled modes recompile", given)

    def _ask_setting(self, title: str, hint: str, given: Callable[[str | None], None]) -> None:
        from tui.screens.ask_text import AskText

        self.app.push_screen(AskText(title, hint), given)

    def _change(self, learning_rate: float | None = None, batch_size: int | None = None) -> None:
        if self.cannot("batch_size" if learning_rate is None else "learning_rate"):
            return
        change = partial(
            self.source.change_settings, learning_rate=learning_rate, batch_size=batch_size
        )
        self.ask(change)  # an event says after which step

    @command
    def action_mark(self) -> None:
        """A note at this moment of the run."""
        from tui.screens.ask_text import AskText

        def given(text: str | None) -> None:
            if text is not None:
                self.ask(self.source.mark, text or f"mark {len(self.known.marks) + 1}")

        self.app.push_screen(AskText("Mark", "what to write at this moment"), given)

    def action_show_log(self) -> None:
        """What the workers print."""
        from tui.screens.log import LogScreen

        self.app.push_screen(LogScreen(self.log_tail, self.markers))

    def action_show_code(self) -> None:
        """The training loops that run."""
        from tui.screens.code import CodeScreen

        self.app.push_screen(CodeScreen(self.known, self.markers))

    def action_help(self) -> None:
        """Keys and words."""
        from tui.screens.help import HelpScreen

        first = "Chart" if self.spot == "chart" else "Lane"
        self.app.push_screen(HelpScreen(self.actions, first=first))
