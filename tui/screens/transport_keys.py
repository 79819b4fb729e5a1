"""What the keys do to a replay: play, pause, and go to another moment of the run."""

from __future__ import annotations

import time

from textual import on

from engines.errors import UsageError
from engines.replay.indexing import WORTH
from tui.screens.stage import Stage
from tui.sources.replay import SEEK, Replay
from tui.sources.replay_place import HINT, parse_place
from tui.views.transport_view import transport_view
from widgets.transport_bar import TransportBar, speed_text

SOON = 0.05
"""Seconds between two looks at a replay while keys are pressed faster than frames come."""


class TransportKeys(Stage):
    """Actions of `RaceScreen` that only a replay has; without one they say so."""

    _bar: TransportBar | None = None
    _moved = 0.0
    _told_damage = False

    @property
    def replay(self) -> Replay | None:
        """The replay that is watched, None in a live run."""
        return self.source.transport

    def show_transport(self) -> None:
        """Bring the bar up to date."""
        replay = self.replay
        if replay is not None:
            number = self.ids.index(self.selected)
            marker = self.markers[self.selected]
            self._bar = self._bar or self.query_one(TransportBar)
            self._bar.show(transport_view(replay, self.selected, marker, number))
            damage = replay.damage
            if damage is not None and not self._told_damage:
                self._told_damage = True
                self.notify(
                    f"The log can be read up to line {damage.line - 1}: {damage.reason}.",
                    severity="warning",
                    timeout=12,
                    markup=False,
                )

    def why_not(self, action_id: str) -> str:
        """Why a replay cannot be moved so."""
        if action_id == "step_forward" and self.replay is not None and self.replay.goal is None:
            lane = self.known.lanes[self.selected]
            if lane.status != "running":
                return f"{lane.id} has {lane.status}: it does no further step."
        return super().why_not(action_id)

    def moving(self) -> Replay | None:
        """The replay to move, or None and a word why there is none."""
        if self.replay is None:
            self.notify("Only a recording can be moved through: fwdash replay RUN opens one.")
        return self.replay

    def show_moved(self) -> None:
        """Show the new moment now, unless keys come faster than that can be done."""
        replay = self.replay
        if replay is not None and time.monotonic() - self._moved > SOON:
            replay.carry(self.log_tail)
            getattr(self.app.screen, "show_now", self.show_now)()
            self._moved = time.monotonic()

    def action_play_pause(self) -> None:
        """Play or stand still."""
        if replay := self.moving():
            replay.play_or_pause()
            self.show_moved()

    def action_step_forward(self) -> None:
        """One step of the selected lane further on."""
        if replay := self.moving():
            if self.cannot("step_forward"):
                return
            replay.by_step(self.selected, 1)
            self.show_moved()

    def action_step_back(self) -> None:
        """One step of the selected lane back."""
        if replay := self.moving():
            replay.by_step(self.selected, -1)
            self.show_moved()

    def action_seek_forward(self) -> None:
        """Some seconds further on."""
        self._seek(SEEK)

    def action_seek_back(self) -> None:
        """Some seconds back."""
        self._seek(-SEEK)

    def _seek(self, by: float) -> None:
        if replay := self.moving():
            replay.by_time(by)
            self.show_moved()

    def action_next_event(self) -> None:
        """The next compilation, change of mode, crash or mark."""
        self._go_to_moment(1)

    def action_previous_event(self) -> None:
        """The one before."""
        self._go_to_moment(-1)

    def _go_to_moment(self, by: int) -> None:
        replay = self.moving()
        if replay is None:
            return
        moment = replay.to_moment(by)
        if moment is None:
            where = "after" if by > 0 else "before"
            so_far = " as far as it is indexed" if replay.indexing.building else ""
            if replay.indexing.failed and replay.fold.cursor.size >= WORTH:
                so_far = ": the log could not be indexed"
            self.notify(f"No compilation, change, crash or mark {where} this{so_far}.", timeout=2)
            return
        if moment.lane and moment.lane != self.selected:
            self.go_to(moment.lane)
        self.show_moved()

    def action_slower(self) -> None:
        """Half the speed."""
        self._change_speed(-1)

    def action_faster(self) -> None:
        """Twice the speed."""
        self._change_speed(1)

    def _change_speed(self, by: int) -> None:
        if replay := self.moving():
            before = replay.speed
            if replay.faster(by) == before:
                end = "fastest" if by > 0 else "slowest"
                self.notify(f"{speed_text(before)} is the {end}.", timeout=1.5)
            self.show_transport()

    def action_replay_begin(self) -> None:
        """The begin of the run."""
        if replay := self.moving():
            replay.to_time(0.0)
            self.show_moved()

    def action_replay_end(self) -> None:
        """The end of the run."""
        if replay := self.moving():
            replay.to_time(replay.total)
            self.show_moved()

    def action_go_to_place(self) -> None:
        """A step or a time that the person writes."""
        replay = self.moving()
        if replay is None:
            return
        from tui.screens.ask_text import AskText

        lane = self.selected

        def given(text: str | None) -> None:
            if not text:
                return
            try:
                place = parse_place(text)
            except UsageError as error:
                self.notify(str(error), severity="warning", markup=False)
                return
            if place.step is not None:
                replay.to_step(lane, place.step)
            else:
                replay.to_time(place.seconds or 0.0)
            self.show_moved()

        self.app.push_screen(AskText(f"Go to a step of {lane}, or to a time", HINT), given)

    @on(TransportBar.Sought)
    def _sought(self, message: TransportBar.Sought) -> None:
        if self.replay is not None:
            self.replay.to_time(message.share * self.replay.total)
            self.show_moved()

    @on(TransportBar.Pressed)
    def _pressed_state(self) -> None:
        self.action_play_pause()
