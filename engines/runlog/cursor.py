"""A place in a run log: what comes next there, and where the log stops being readable."""

from __future__ import annotations

import os
import weakref
from dataclasses import dataclass
from pathlib import Path

from engines.errors import RunError
from engines.events import SCHEMA, AnyEvent, Header
from engines.regular_file import open_regular
from engines.runlog.decoder import BadLine, NewerSchema, NoLog, event_in, header_in
from engines.runlog.lines import LONGEST
from engines.runlog.passed_over import PassedOver

LOOKED_UP = 20_000
"""Short events that are remembered by their place."""


@dataclass(frozen=True)
class Damage:
    """Where a run log stops being readable."""

    line: int
    """The line's number, from 1."""
    reason: str


class LogCursor:
    """Reads a run log event by event from any line's beginning; what comes later is not looked at."""

    def __init__(self, path: Path, limit: int | None = None) -> None:
        """Open a log and read its header.

        Args:
            path: The run log.
            limit: Bytes to read at most; a log that is being written may be longer by now.

        Raises:
            RunError: If the file cannot be read, is no run log, or was written by a newer fwdash.
        """
        self.path = path
        self._file = open_regular(path)
        self.size = os.fstat(self._file.fileno()).st_size if limit is None else limit
        self.close = weakref.finalize(self, self._file.close)
        """Lets go of the file; so does being forgotten."""
        self.passed = PassedOver()
        """What a newer fwdash wrote, as far as was read; what a jump leaves out is not counted."""
        try:
            first = self._file.readline(min(LONGEST, self.size))
            self.header = self._header(first)
        except OSError as error:
            self._file.close()
            raise RunError(f"{path} cannot be read: {error.strerror}.") from error
        except RunError:
            self._file.close()
            raise
        self.offset = self.begin = len(first)
        """Where the next line begins, in bytes; `begin` is where the first event does."""
        self.before = 0
        """Where the line begins that was read last."""
        self.line = 1
        """Lines that were read."""
        self.damage: Damage | None = None
        """Where reading stopped before the end, once it did."""
        self._next: AnyEvent | None = None
        self._next_size = 0
        self._counted_before = PassedOver()
        """What was counted in `passed` when these lines were read first."""
        self._counted = self.begin
        """Bytes up to where what is passed over has been counted."""
        self._looked_up: dict[int, AnyEvent] = {}

    def peek(self) -> AnyEvent | None:
        """The next event, None at the end or at the damage; a torn last line is passed over."""
        if self._next is None and self.damage is None:
            self._next = self._read()
        return self._next

    def take(self) -> AnyEvent | None:
        """The next event, and go on behind it."""
        event = self.peek()
        if event is not None:
            self.before = self.offset
            self.offset += self._next_size
            self.line += 1
            self._next = None
        return event

    def go_to(self, offset: int, line: int) -> None:
        """Go to where line number `line + 1` begins."""
        self._file.seek(offset)
        self.offset = self.before = offset
        self.line = line
        self._next = self.damage = None

    def event_at(self, offset: int) -> AnyEvent:
        """The event whose line begins there; the cursor stays. Raises `ValueError` if there is none."""
        known = self._looked_up.get(offset)
        if known is not None:
            return known
        size, line = 1024, b""
        try:
            # Not through the file's buffer, which the next line would have to be read into again.
            while b"\n" not in line and (not line or len(line) == size) and size < LONGEST:
                size *= 4 if line else 1
                line = os.pread(self._file.fileno(), size, offset)
                if not line:
                    break
            whole = line[: line.find(b"\n") + 1] or line
            event = event_in(whole, self._counted_before)
        except (BadLine, OSError) as error:
            raise ValueError(f"no event at byte {offset}") from error
        if event is None:
            raise ValueError(f"no event that is known at byte {offset}")
        if len(self._looked_up) >= LOOKED_UP:
            self._looked_up.clear()
        if size == 1024:
            self._looked_up[offset] = event
        return event

    def _read(self) -> AnyEvent | None:
        while (room := self.size - self.offset) > 0:
            try:
                line = self._file.readline(min(LONGEST, room))
            except OSError as error:
                self.damage = Damage(self.line + 1, f"it cannot be read: {error.strerror}")
                return None
            known = self.offset < self._counted
            try:
                event = event_in(line, self._counted_before if known else self.passed)
            except BadLine as error:
                self._stop(line, room, error)
                return None
            self._counted = max(self._counted, self.offset + len(line))
            if event is not None:
                self._next_size = len(line)
                return event
            self.offset += len(line)
            self.line += 1
        return None

    def _stop(self, line: bytes, room: int, why: BadLine) -> None:
        """What could not be read is damage, or a last line that a kill tore."""
        number = self.line + 1
        if line.endswith(b"\n") or len(line) >= LONGEST:
            self.damage = Damage(number, why.at(number))
        elif len(line) < room:
            gone = f"line {number} is gone: the log was cut short meanwhile"
            self.damage = Damage(number, gone)

    def _header(self, line: bytes) -> Header:
        if not line:
            raise RunError(f"{self.path} is empty.")
        try:
            return header_in(line, self.passed)
        except NewerSchema as error:
            raise RunError(
                f"{self.path} was written by a newer fwdash (schema {error.schema}, this one reads "
                f"up to {SCHEMA}): update fwdash to open it."
            ) from error
        except NoLog as error:
            raise RunError(
                f"{self.path} is no run log of fwdash, or its first line is damaged."
            ) from error
        except BadLine as error:
            raise RunError(f"{self.path} is no run log that can be read: {error}.") from error
