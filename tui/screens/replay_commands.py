"""What the keys do to a replay: play, pause, and go to another moment of the run."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from engines.errors import UsageError
from tui.sources.replay_place import HINT, parse_place
from tui.sources.transport import SEEK
from widgets.transport_bar import speed_text

if TYPE_CHECKING:
    from engines.run.run import Run
    from tui.screens.asking import Asking
    from tui.screens.selection import Selection
    from tui.sources.transport import Transport
    from tui.views.log_tail import LogTail

SOON = 0.05
"""Seconds between two looks at a replay while keys are pressed faster than frames come."""


class ReplayCommands:
    """Commands that move a run which can be moved; any other says that it cannot be."""

    def __init__(
        self,
        asking: Asking,
        run: Run,
        selection: Selection,
        log_tail: LogTail,
        show_front: Callable[[], None],
    ) -> None:
        """`show_front` brings the screen in front up to date, whichever that is."""
        self.transport = asking.source.transport
        self._asking = asking
        self._run = run
        self._selection = selection
        self._log_tail = log_tail
        self._show_front = show_front
        self._moved = 0.0
        self._told_damage = False

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Action -> what does it."""
        return {
            "step_forward": self.step_forward,
            "step_back": self.step_back,
            "next_event": self.next_event,
            "previous_event": self.previous_event,
            "go_to_place": self.go_to_place,
            "seek_forward": self.seek_forward,
            "seek_back": self.seek_back,
            "faster": self.faster,
            "slower": self.slower,
            "replay_begin": self.replay_begin,
            "replay_end": self.replay_end,
        }

    def why_not(self, action_id: str) -> str:
        """Why a replay cannot be moved so."""
        if action_id == "step_forward" and self.transport and not self.transport.seeking:
            lane = self._run.lanes[self._selection.selected]
            if lane.status != "running":
                return f"{lane.id} has {lane.status}: it does no further step."
        return ""

    def tell_damage(self) -> None:
        """Say once where the log stops being readable."""
        damage = self.transport.damage if self.transport else None
        if damage is not None and not self._told_damage:
            self._told_damage = True
            self._asking.notify(
                f"The log can be read up to line {damage.line - 1}: {damage.reason}.",
                severity="warning",
                timeout=12,
                markup=False,
            )

    def _moving(self) -> Transport | None:
        """The replay to move, or None and a word why there is none."""
        if self.transport is None:
            self._asking.notify("Only a replay can be moved through: fwdash replay RUN opens one.")
        return self.transport

    def _show_moved(self) -> None:
        """Show the new moment now, unless keys come faster than that can be done."""
        if self.transport is not None and time.monotonic() - self._moved > SOON:
            self.transport.carry(self._log_tail)
            self._show_front()
            self._moved = time.monotonic()

    def play_pause(self) -> None:
        """Play or stand still."""
        if replay := self._moving():
            replay.play_or_pause()
            self._show_moved()

    def to_share(self, share: float) -> None:
        """To that part of the run."""
        if replay := self._moving():
            replay.to_time(share * replay.total)
            self._show_moved()

    def step_forward(self) -> None:
        """One step of the selected lane further on."""
        if replay := self._moving():
            if self._asking.cannot(self.why_not("step_forward")):
                return
            replay.by_step(self._selection.selected, 1)
            self._show_moved()

    def step_back(self) -> None:
        """One step of the selected lane back."""
        if replay := self._moving():
            replay.by_step(self._selection.selected, -1)
            self._show_moved()

    def seek_forward(self) -> None:
        """Some seconds further on."""
        self._seek(SEEK)

    def seek_back(self) -> None:
        """Some seconds back."""
        self._seek(-SEEK)

    def _seek(self, by: float) -> None:
        if replay := self._moving():
            replay.by_time(by)
            self._show_moved()

    def next_event(self) -> None:
        """The next compilation, change of mode, crash or mark."""
        self._go_to_moment(1)

    def previous_event(self) -> None:
        """The one before."""
        self._go_to_moment(-1)

    def _go_to_moment(self, by: int) -> None:
        replay = self._moving()
        if replay is None:
            return
        moment = replay.to_moment(by)
        if moment is None:
            where = "after" if by > 0 else "before"
            self._asking.notify(
                f"No compilation, change, crash or mark {where} this{replay.unseen}.", timeout=2
            )
            return
        if moment.lane and moment.lane != self._selection.selected:
            self._selection.go_to(moment.lane)
        self._show_moved()

    def slower(self) -> None:
        """Half the speed."""
        self._change_speed(-1)

    def faster(self) -> None:
        """Twice the speed."""
        self._change_speed(1)

    def _change_speed(self, by: int) -> None:
        if replay := self._moving():
            before = replay.speed
            if replay.faster(by) == before:
                end = "fastest" if by > 0 else "slowest"
                self._asking.notify(f"{speed_text(before)} is the {end}.", timeout=1.5)
            self._asking.show()

    def replay_begin(self) -> None:
        """The begin of the run."""
        if replay := self._moving():
            replay.to_time(0.0)
            self._show_moved()

    def replay_end(self) -> None:
        """The end of the run."""
        if replay := self._moving():
            replay.to_time(replay.total)
            self._show_moved()

    def go_to_place(self) -> None:
        """A step or a time that the person writes."""
        replay = self._moving()
        if replay is None:
            return
        from tui.screens.ask_text import AskText

        lane = self._selection.selected

        def given(text: str | None) -> None:
            if not text:
                return
            try:
                place = parse_place(text)
            except UsageError as error:
                self._asking.notify(str(error), severity="warning", markup=False)
                return
            if place.step is not None:
                replay.to_step(lane, place.step)
            else:
                replay.to_time(place.seconds or 0.0)
            self._show_moved()

        self._asking.push(AskText(f"Go to a step of {lane}, or to a time", HINT), given)
