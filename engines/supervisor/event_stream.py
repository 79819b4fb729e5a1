"""Everything that happens in a run, on its way: into the run log first, then to who asks for it."""

from __future__ import annotations

import time
from collections import deque

from engines.events import AnyEvent, Header, Logged, encode
from engines.runlog.safe_event import safe_event
from engines.runlog.writer import RunLog


class EventStream:
    """Events are said on one thread and drained on another; the clock is the run's."""

    def __init__(self, header: Header, log: RunLog | None) -> None:
        self.origin = time.monotonic()
        """When the run began, on the clock that all processes share."""
        self._log = log
        self._out: deque[AnyEvent] = deque()
        self._append(encode(header))

    def now(self) -> float:
        """Seconds since the run started."""
        return time.monotonic() - self.origin

    def say(self, event: AnyEvent, line: bytes | None = None) -> None:
        """An event happened; `line` is what it was decoded from, with its newline, if it was.

        The log has it as it was said; who drains gets texts that can be shown, as who reads the log.
        """
        self._append(line or encode(event))
        self._out.append(event if line else safe_event(event))

    def drain(self) -> list[AnyEvent]:
        """The events since the last call."""
        out = self._out
        return [out.popleft() for _ in range(len(out))]

    def close(self) -> None:
        """Write no more."""
        if self._log is not None:
            self._log.close()

    def _append(self, lines: bytes) -> None:
        if self._log is None or self._log.notice:
            return
        if not self._log.append(lines) and self._log.notice:
            notice = Logged(at=self.now(), line=self._log.notice, level="error")
            self._out.append(safe_event(notice))
