"""Chunks of steps on their way out: collected, so that a fast lane does not send a line a chunk."""

from __future__ import annotations

from engines.chunk import Chunk
from engines.events import Steps
from engines.worker.event_writer import EventWriter

FLUSH_EVERY = 0.1
"""Seconds of training after which what was collected is sent."""


class StepBuffer:
    """Collects chunks into `Steps` events."""

    def __init__(self, writer: EventWriter) -> None:
        self._writer = writer
        self._chunks: list[Chunk] = []
        self._losses: list[float] = []

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
        # Nine digits are what tells one float32 from the next.
        self._losses += [float(f"{loss:.9g}") for loss in losses]
        self._chunks.append(
            Chunk(
                first,
                len(losses),
                round(seconds, 8),
                round(cpu_seconds, 8),
                now,
                round(lane_end, 6),
                left_out,
            )
        )
        if now - self._chunks[0].end >= FLUSH_EVERY:
            self.flush()

    def flush(self) -> None:
        """Send what was collected."""
        if not self._chunks:
            return
        at = self._chunks[-1].end
        self._writer.say(Steps.of(self._writer.lane, self._chunks, self._losses, at))
        self._chunks, self._losses = [], []
