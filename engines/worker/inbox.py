"""What a worker was told and has not done yet."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from engines.commands import (
    Alternate,
    Answer,
    AnyCommand,
    ChangeSettings,
    EndTurn,
    GiveTurn,
    Interrupt,
    Order,
    SetMode,
)
from engines.order import PlannedSettings

T = TypeVar("T")


class Interrupted(BaseException):
    """The job in hand is to be left; no error of the job's own, so no `except Exception` holds it."""


class Inbox:
    """Commands from the listening thread for the working thread; of turns and modes the latest counts."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._orders: deque[Order] = deque()
        self._answers: deque[str] = deque()
        self._turn: GiveTurn | None = None
        self._mode: str | None = None
        self._alternate: Alternate | None = None
        self._settings: list[PlannedSettings] = []
        self._interruptible = False
        self.turn_over = False
        """Whether the turn in hand is to be given back early."""

    def put(self, command: AnyCommand) -> None:
        """Take in a command."""
        with self._changed:
            match command:
                case Order():
                    self._orders.append(command)
                case GiveTurn():
                    self._turn = command
                    self.turn_over = False
                case EndTurn():
                    self.turn_over = True
                case SetMode(mode=mode):
                    self._mode = mode
                case Alternate():
                    self._alternate = command
                case ChangeSettings(planned=planned):
                    self._settings.append(planned)
                case Answer(text=text):
                    self._answers.append(text)
                case Interrupt():
                    self._interrupt()
            self._changed.notify()

    def wait_for_order(self) -> Order:
        """Block until there is a job, and take it; what was told to the job before is forgotten."""
        order = self._wait(lambda: self._orders.popleft() if self._orders else None)
        with self._changed:
            self._turn = self._mode = self._alternate = None
            self._answers.clear()
            self._settings.clear()
            self.turn_over = False
        return order

    def wait_for_turn(self) -> GiveTurn:
        """Block until a turn is given, and take it."""

        def take() -> GiveTurn | None:
            turn, self._turn = self._turn, None
            return turn

        return self._wait(take)

    def wait_for_answer(self) -> str:
        """Block until a person has answered."""
        return self._wait(lambda: self._answers.popleft() if self._answers else None)

    def take_mode(self) -> str | None:
        """The mode that was asked for since the last call, if any."""
        with self._changed:
            mode, self._mode = self._mode, None
            return mode

    def take_alternation(self) -> Alternate | None:
        """The modes that were asked to alternate since the last call, if any."""
        with self._changed:
            asked, self._alternate = self._alternate, None
            return asked

    def take_settings(self) -> list[PlannedSettings]:
        """The changes of settings that were asked for since the last call."""
        with self._changed:
            settings, self._settings = self._settings, []
            return settings

    def allow_interrupts(self, allowed: bool) -> None:
        """Whether `Interrupt` raises `Interrupted` in the main thread, as it does while a job is done."""
        if allowed:
            signal.signal(signal.SIGINT, self._raise)
        self._interruptible = allowed

    def _interrupt(self) -> None:
        """A signal, since it also ends the waiting for a lock or for input."""
        main = threading.main_thread().ident
        if self._interruptible and main is not None:
            signal.pthread_kill(main, signal.SIGINT)

    def _raise(self, *_: object) -> None:
        if self._interruptible:
            self._interruptible = False
            raise Interrupted

    def _wait(self, take: Callable[[], T | None]) -> T:
        with self._changed:
            while (taken := take()) is None:
                self._changed.wait()
            return taken
