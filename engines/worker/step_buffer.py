"""Chunks of steps on their way out: collected, so that a fast lane does not send a line a chunk."""

from __future__ import annotations

from math import isfinite

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
        self._diverged: set[str] = set()
        """Which losses were said not to be finite."""

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
        if "loss" not in self._diverged and not all(map(isfinite, losses)):
            at = next(n for n, loss in enumerate(losses) if not isfinite(loss))
            self.say_diverged("loss", losses[at], first + at)

    def say_diverged(self, what: str, loss: float, step: int) -> None:
        """Say at once, and once, that a loss is no number: in events that is null, whatever it was."""
        if what in self._diverged:
            return
        self._diverged.add(what)
        self.flush()
        text = f"the {what} is {loss:g} at step {step:,}, the first time that it is not finite."
        self._writer.note(text)

    def flush(self) -> None:
        """Send what was collected."""
        if not self._chunks:
            return
        at = self._chunks[-1].end
        self._writer.say(Steps.of(self._writer.lane, self._chunks, self._losses, at))
        self._chunks, self._losses = [], []
