"""A run log that another process may still write: what was appended, and whether its writer lives."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from engines.errors import RunError
from engines.events import AnyEvent, Header, decode_event
from engines.runlog.flaws import flaw
from engines.runlog.reader import LogReader
from engines.runlog.writer import locked

CHUNK = 1 << 18
"""Bytes that one `read` takes at most."""
LONGEST = 1 << 24
"""Bytes of a line after which it is taken for damage."""


class GrowingLog:
    """A run log read from its beginning; keeps the file open, so renaming it disturbs nothing."""

    def __init__(self, path: Path) -> None:
        """Open the log and read its header; raises `RunError` as `LogReader.events` does."""
        header = next(LogReader(path).events(), None)
        assert isinstance(header, Header)
        self.path = path
        self.header = header
        self.broken = ""
        """Why nothing more can be read, if so."""
        self.position = 0
        """Bytes read so far."""
        self._number = 0
        self._begun = b""
        try:
            self._file = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise RunError(f"{path} cannot be read: {error.strerror}.") from error

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return os.fstat(self._file).st_size

    @property
    def written_at(self) -> float:
        """When something was last written, in seconds since the epoch, by the file system's clock."""
        return os.fstat(self._file).st_mtime

    @property
    def deleted(self) -> bool:
        """Whether the file has no name any more; what is still written to it can be read."""
        return os.fstat(self._file).st_nlink == 0

    def writer_lives(self) -> bool:
        """Whether the process that writes this log still holds its lock on it.

        It lets go of it when it ends, and when the log can no longer be written (a full disk).
        """
        return locked(self._file)

    def read(self) -> list[AnyEvent]:
        """The next events, without the header; empty at the end, or after damage.

        A torn last line is waited for. Damage ends the reading where `LogReader` would end it.
        """
        if self.broken:
            return []
        try:
            data = os.read(self._file, CHUNK)
            if not data and self.size < self.position:
                self.broken = "it was cut short or begun anew"
        except OSError as error:
            self.broken = f"it cannot be read: {error.strerror}"
            return []
        self.position += len(data)
        *whole, self._begun = (self._begun + data).split(b"\n")
        events = self._decode(whole)
        if len(self._begun) > LONGEST:
            self.broken = f"line {self._number + 1} is damaged: it does not end"
        return events

    def _decode(self, lines: list[bytes]) -> list[AnyEvent]:
        events: list[AnyEvent] = []
        for line in lines:
            self._number += 1
            try:
                event = decode_event(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                self.broken = f"line {self._number} is damaged: {error}"
                break
            if isinstance(event, Header):
                if self._number > 1:
                    self.broken = f"line {self._number} is a second header"
                    break
            elif reason := flaw(event):
                self.broken = f"line {self._number} is damaged: {reason}"
                break
            else:
                events.append(event)
        return events

    def close(self) -> None:
        """Read no more."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
