"""A run log that another process may still write: what was appended, and whether its writer lives."""

from __future__ import annotations

import os
from pathlib import Path

from engines.errors import RunError
from engines.events import AnyEvent, Header
from engines.runlog.decoder import BadLine, event_in
from engines.runlog.lines import LONGEST, LineBuffer
from engines.runlog.reader import LogReader
from engines.runlog.writing import Writing, writing_of

CHUNK = 1 << 18
"""Bytes that one `read` takes at most."""


class GrowingLog:
    """A run log read from its beginning; keeps the file open, so renaming it disturbs nothing."""

    def __init__(self, path: Path) -> None:
        """Open the log and read its header; raises `RunError` as `LogReader.events` does."""
        reader = LogReader(path)
        header = next(reader.events(), None)
        assert isinstance(header, Header)
        self.path = path
        self.header = header
        self.broken = ""
        """Why nothing more can be read, if so."""
        self.position = 0
        """Bytes read so far."""
        self.passed = reader.passed
        """What a newer fwdash wrote, as far as was read."""
        self._number = 0
        self._lines = LineBuffer()
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
        """Whether the log is being written, as far as is known."""
        return self.writing() is Writing.GOES_ON

    def writing(self) -> Writing:
        """Whether the process that writes this log still has it open.

        It lets go of it when it ends, and when the log can no longer be written (a full disk).
        """
        return writing_of(self._file, self.path, self.header)

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
        events = self._decode(self._lines.lines(data))
        if self._lines.begun >= LONGEST and not self.broken:
            self.broken = BadLine("it does not end").at(self._number + 1)
        return events

    def _decode(self, lines: list[bytes]) -> list[AnyEvent]:
        events: list[AnyEvent] = []
        for line in lines:
            self._number += 1
            if self._number == 1:
                # The header, which is known.
                continue
            try:
                event = event_in(line, self.passed)
            except BadLine as error:
                self.broken = error.at(self._number)
                break
            if event is not None:
                events.append(event)
        return events

    def close(self) -> None:
        """Read no more."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
