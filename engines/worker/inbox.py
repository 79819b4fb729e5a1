"""What a worker was told and has not done yet."""

from __future__ import annotations

import threading

from engines.events import AnyCommand, ChangeSettings, EndTurn, GiveTurn, SetMode


class Inbox:
    """Commands from the listening thread for the training thread; of turns and modes the latest counts."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._turn: GiveTurn | None = None
        self._mode: str | None = None
        self._settings: list[ChangeSettings] = []
        self.turn_over = False
        """Whether the turn in hand is to be given back early."""

    def put(self, command: AnyCommand) -> None:
        """Take in a command."""
        with self._changed:
            match command:
                case GiveTurn():
                    self._turn = command
                    self.turn_over = False
                case EndTurn():
                    self.turn_over = True
                case SetMode(mode=mode):
                    self._mode = mode
                case ChangeSettings():
                    self._settings.append(command)
            self._changed.notify()

    def wait_for_turn(self) -> GiveTurn:
        """Block until a turn is given, and take it."""
        with self._changed:
            while self._turn is None:
                self._changed.wait()
            turn, self._turn = self._turn, None
            return turn

    def take_mode(self) -> str | None:
        """The mode that was asked for since the last call, if any."""
        with self._changed:
            mode, self._mode = self._mode, None
            return mode

    def take_settings(self) -> list[ChangeSettings]:
        """The changes of settings that were asked for since the last call."""
        with self._changed:
            settings, self._settings = self._settings, []
            return settings
