"""Compilations on their way out: one that ran together with steps waits until a clean step was timed.

TensorFlow compiles inside the first call of a step, and tells the two not apart. What a step takes is
measured right after it, so the rest of that call is the backend's; where no clean chunk follows, the
backend's share is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from engines.events import Compiled
from engines.frameworks.engine import Compilation
from engines.worker.event_writer import EventWriter
from engines.worker.mode_changes import ModeChanges

PATIENCE = 20
"""Chunks after which no clean one is waited for any more."""


@dataclass
class _Waiting:
    event: Compiled
    with_steps: float
    """Seconds in which the backend compiled and `steps` steps were made."""
    steps: int
    chunks: int = 0


class ToldCompilations:
    """Says what was compiled, with its mode, step and reason."""

    def __init__(self, writer: EventWriter, modes: ModeChanges) -> None:
        self._writer = writer
        self._modes = modes
        self._waiting: _Waiting | None = None

    def add(self, done: Compilation, steps: int, step: int) -> None:
        """The last `steps` steps, up to `step`, compiled this."""
        self.end_waiting()
        self._modes.compiled(done, step - steps + 1, step)
        if not done.programs and done.given_up:
            return
        event = self._event(done, step)
        if done.seconds_with_steps is None:
            self._writer.say(event)
        else:
            self._waiting = _Waiting(event, done.seconds_with_steps, steps)

    def trained(self, seconds: float, steps: int, *, clean: bool) -> None:
        """A chunk of steps that compiled nothing took so long."""
        # What the lane did last is no reason of what is compiled from now on.
        self._modes.take_reason()
        waiting = self._waiting
        if waiting is None:
            return
        waiting.chunks += 1
        if clean:
            backend = max(0.0, waiting.with_steps - seconds / steps * waiting.steps)
            whole = (waiting.event.trace_seconds or 0.0) + backend
            self._say(waiting.event, seconds=whole, backend_seconds=backend)
        elif waiting.chunks == PATIENCE:
            self.end_waiting()

    def end_waiting(self) -> None:
        """No clean chunk comes that the last compilation could be told apart by."""
        if self._waiting is not None:
            self._say(self._waiting.event)

    def _say(self, event: Compiled, **parts: float) -> None:
        self._waiting = None
        self._writer.say(msgspec.structs.replace(event, at=self._writer.now(), **parts))

    def _event(self, done: Compilation, step: int) -> Compiled:
        # What the lane did says more than the guard that failed, which may be another mode's.
        why = self._modes.take_reason() or done.reason
        return Compiled(
            lane=self._writer.lane,
            at=self._writer.now(),
            mode=self._modes.mode,
            step=step,
            seconds=done.seconds,
            trace_seconds=done.trace_seconds,
            lower_seconds=done.lower_seconds,
            backend_seconds=done.backend_seconds,
            cached=done.cached,
            programs=done.programs,
            reason=why or "new shapes or types",
            graphs=done.graphs,
            breaks=done.breaks,
            broken_at=done.broken_at,
            uncompiled=done.uncompiled,
        )
