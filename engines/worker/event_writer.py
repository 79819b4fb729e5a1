"""How a worker says what happens: events on the protocol pipe."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time

from engines.events import Event, Noted, Phase, encode


class EventWriter:
    """Says events on the protocol pipe; safe from any thread."""

    def __init__(self, descriptor: int, lane: str, origin: float) -> None:
        """`origin` is `time.monotonic()` at the run's start."""
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self.lane = lane
        """The lane or cell that the worker works for now."""
        self._origin = origin

    def now(self) -> float:
        """Seconds since the run started."""
        return round(time.monotonic() - self._origin, 6)

    def say(self, event: Event) -> None:
        """Write the event, whole. A supervisor that is gone ends this process."""
        line = memoryview(encode(event))
        with self._lock:
            try:
                while line:
                    line = line[os.write(self._descriptor, line) :]
            except OSError:
                end_with_group()

    def phase(self, phase: str, detail: str = "") -> None:
        """Say that the lane entered a phase."""
        self.say(Phase(lane=self.lane, at=self.now(), phase=phase, detail=detail))

    def note(self, text: str) -> None:
        """Say what must be known of the lane before its figures are believed."""
        self.say(Noted(lane=self.lane, at=self.now(), text=text))


def end_with_group() -> None:
    """End this process and all that it started (compilers), at once."""
    with contextlib.suppress(OSError):
        if os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
    os._exit(1)
