"""The clock of a run that another process owns, told from when its events are read."""

from __future__ import annotations

import time
from collections.abc import Callable


class RunClock:
    """Seconds since the run started, as near as a watcher can know them.

    The owner counts from a moment of the machine's monotonic clock that the log does not name; its
    header gives the start to the second only. What was last appended happened just before the file
    was changed, so `begin` starts from the file's own time. From then on an event that is read the
    moment it is written tells better: none is read before it happens, so of all differences between
    reading and `event.at` the smallest is the nearest to the truth (as in Cristian's algorithm).
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._origin: float | None = None
        self._heard = False
        self._latest = 0.0
        self._stopped = False

    def begin(self, at: float, age: float) -> None:
        """The last event of what was there happened at `at`, and was written `age` seconds ago."""
        self._origin = self._monotonic() - at - max(0.0, age)

    def hear(self, at: float) -> None:
        """An event that says `at` was read just now."""
        origin = self._monotonic() - at
        if not self._heard or self._origin is None or origin < self._origin:
            self._origin = origin
        self._heard = True

    def reach(self, at: float) -> None:
        """Events up to `at` were handed on: the clock is never behind them."""
        self._latest = max(self._latest, at)

    def stop(self) -> None:
        """Nothing happens any more: the clock stands at the last event."""
        self._stopped = True

    def now(self) -> float:
        """The time at the owner, or that of the last event before `begin` and after `stop`."""
        if self._origin is None or self._stopped:
            return self._latest
        return max(self._latest, self._monotonic() - self._origin)
