"""A run log at a clock of one's own: what had happened by then has happened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engines.errors import RunError
from engines.events import AnyEvent, Header
from engines.replay.logged_machine import logged_machine
from engines.runlog.reader import LogReader
from tui.sources.watched import Watched

Clock = Callable[[], float]


class LogSource(Watched):
    """Tells the events of a run log as its clock passes them; the clock begins with `start`."""

    def __init__(self, log: Path, clock: Clock, *, begin: float = 0.0, speed: float = 1.0) -> None:
        """Read the log; the run begins `begin` seconds in. Raises `RunError` if it is no run log."""
        header, *events = LogReader(log).events()
        if not isinstance(header, Header):
            raise RunError(f"{log} is empty.")
        super().__init__(
            header,
            None,
            "This is a run log: it can be watched, not changed.",
            logged_machine(header),
        )
        self._events: list[AnyEvent] = events
        self._next = 0
        self._clock = clock
        self._begin = begin
        self._speed = speed
        self._started: float | None = None
        self._end = max((event.at for event in events), default=0.0)

    def start(self) -> None:
        """Let time pass."""
        if self._started is None:
            self._started = self._clock()

    def now(self) -> float:
        """Seconds since the run started; stands still at its end."""
        passed = 0.0 if self._started is None else self._clock() - self._started
        return min(self._begin + passed * self._speed, self._end)

    def drain(self) -> list[AnyEvent]:
        """What happened since the last call; all up to the beginning at the first."""
        if self._started is None:
            return []
        now, first = self.now(), self._next
        while self._next < len(self._events) and self._events[self._next].at <= now:
            self._next += 1
        return self._events[first : self._next]
