"""Chunks of steps on their way out: collected, so that a fast lane does not send a line a chunk."""

from __future__ import annotations

from engines.events import Steps
from engines.worker.event_writer import EventWriter

FLUSH_EVERY = 0.1
"""Seconds of training after which what was collected is sent."""


class StepBuffer:
    """Collects chunks into `Steps` events."""

    def __init__(self, writer: EventWriter) -> None:
        self._writer = writer
        self._clear()

    def _clear(self) -> None:
        self._first = 0
        self._losses: list[float] = []
        self._counts: list[int] = []
        self._seconds: list[float] = []
        self._cpu_seconds: list[float] = []
        self._ends: list[float] = []
        self._lane_ends: list[float] = []
        self._left_out: list[str] = []

    def add(
        self,
        *,
        first: int,
        losses: list[float],
        seconds: float,
        cpu_seconds: float,
        lane_end: float,
        left_out: str,
    ) -> None:
        """Add one chunk; sends what was collected once it spans a tenth of a second."""
        now = self._writer.now()
        if not self._counts:
            self._first = first
        # Nine digits are what tells one float32 from the next.
        self._losses += [float(f"{loss:.9g}") for loss in losses]
        self._counts.append(len(losses))
        self._seconds.append(round(seconds, 8))
        self._cpu_seconds.append(round(cpu_seconds, 8))
        self._ends.append(now)
        self._lane_ends.append(round(lane_end, 6))
        self._left_out.append(left_out)
        if now - self._ends[0] >= FLUSH_EVERY:
            self.flush()

    def flush(self) -> None:
        """Send what was collected."""
        if not self._counts:
            return
        self._writer.say(
            Steps(
                lane=self._writer.lane,
                at=self._ends[-1],
                first=self._first,
                losses=tuple(self._losses),
                counts=tuple(self._counts),
                seconds=tuple(self._seconds),
                cpu_seconds=tuple(self._cpu_seconds),
                ends=tuple(self._ends),
                lane_ends=tuple(self._lane_ends),
                left_out=tuple(self._left_out),
            )
        )
        self._clear()
