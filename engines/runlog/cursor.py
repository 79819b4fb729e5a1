"""A place in a run log: what comes next there, and where the log stops being readable."""

from __future__ import annotations

import os
import weakref
from dataclasses import dataclass
from pathlib import Path

import msgspec

from engines.errors import RunError
from engines.events import SCHEMA, AnyEvent, Header, decode_event
from engines.regular_file import open_regular
from engines.runlog.conversion import header_from
from engines.runlog.flaws import flaw

LONGEST = 1 << 26
"""Bytes of a line; fwdash writes none that comes near."""


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
            event = decode_event(line[: line.find(b"\n") + 1] or line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
            raise ValueError(f"no event at byte {offset}") from error
        if len(self._looked_up) >= LOOKED_UP:
            self._looked_up.clear()
        if size == 1024:
            self._looked_up[offset] = event
        return event

    def _read(self) -> AnyEvent | None:
        room = self.size - self.offset
        if room <= 0:
            return None
        try:
            line = self._file.readline(min(LONGEST, room))
        except OSError as error:
            self.damage = Damage(self.line + 1, f"it cannot be read: {error.strerror}")
            return None
        reason = ""
        event: AnyEvent | None = None
        try:
            event = decode_event(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if not line.endswith(b"\n") and len(line) < LONGEST:
                if len(line) < room:
                    gone = f"line {self.line + 1} is gone: the log was cut short meanwhile"
                    self.damage = Damage(self.line + 1, gone)
                return None
            reason = str(error)
        else:
            reason = "a second header" if isinstance(event, Header) else flaw(event)
        if reason:
            self.damage = Damage(self.line + 1, f"line {self.line + 1} is damaged: {reason}")
            return None
        self._next_size = len(line)
        return event

    def _header(self, line: bytes) -> Header:
        if not line:
            raise RunError(f"{self.path} is empty.")
        try:
            event = header_from(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise self._no_log(line) from error
        if event.schema > SCHEMA:
            raise self._newer(event.schema)
        if reason := flaw(event):
            raise RunError(f"{self.path} is no run log that can be read: {reason}.")
        return event

    def _no_log(self, line: bytes) -> RunError:
        try:
            document = msgspec.json.decode(line)
            if document["event"] != "header":
                return RunError(f"{self.path} is no run log: it does not begin with a header.")
            if isinstance(document["schema"], int) and document["schema"] > SCHEMA:
                return self._newer(document["schema"])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, KeyError, TypeError):
            pass
        return RunError(f"{self.path} is no run log of fwdash, or its first line is damaged.")

    def _newer(self, schema: int) -> RunError:
        return RunError(
            f"{self.path} was written by a newer fwdash (schema {schema}, this one reads up to "
            f"{SCHEMA}): update fwdash to open it."
        )
