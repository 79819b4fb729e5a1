"""A cast being written by a thread of its own: whoever adds to it never waits for the disk."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from pathlib import Path

from engines.errors import RunError
from tui.film.casts.cast import END, CastLines
from tui.film.casts.stripping import shown_output
from tui.new_file import create_file

WAITING_BYTES = 64 << 20
"""So much may wait for the disk, in characters, before the recording gives up."""
LOOK_SECONDS = 1.0
"""How often to look whether the file still has a name."""


class CastFile:
    """Appends whole lines; after any failure `notice` says why it stopped and the file is valid."""

    def __init__(
        self, path: Path, header: str, lines: CastLines, *, overwrite: bool = False
    ) -> None:
        """Create the file with its header and start the thread; raises `RunError` if that cannot be."""
        self.path = path
        self.notice = ""
        """Why writing stopped, if it did."""
        self._lines = lines
        self._queue: queue.SimpleQueue[tuple[float, str, str] | None] = queue.SimpleQueue()
        self._waiting = 0
        self._taken = 0
        self._size = 0
        self._file = create_file(path, overwrite=overwrite)
        try:
            self._append(header)
        except OSError as error:
            os.close(self._file)
            if not overwrite:
                path.unlink(missing_ok=True)
            raise RunError(f"Nothing can be recorded to {path}: {_why(error)}.") from error
        self._thread = threading.Thread(target=self._write, name="cast", daemon=True)
        self._thread.start()

    def add(self, at: float, code: str, data: str) -> None:
        """Have an event written, `at` seconds since the beginning; never blocks."""
        if self.notice:
            return
        self._waiting += len(data)
        if self._waiting - self._taken > WAITING_BYTES:
            self._stop("the disk is too slow")
            return
        self._queue.put((at, code, data))

    def close(self, at: float, patience: float = 2.0) -> None:
        """End the recording; waits until all is written, but no longer than `patience` seconds."""
        if not self.notice:
            self.add(at, "o", END)
            if self._lines.version == 3:
                self.add(at, "x", "0")
        self._queue.put(None)
        self._thread.join(patience)
        if self._thread.is_alive():
            self._stop("the disk is too slow")

    def _stop(self, why: str) -> None:
        self.notice = f"Recording to {self.path} stopped: {why}. What was written until then stays."

    def _write(self) -> None:
        looked = time.monotonic()
        try:
            while (event := self._queue.get()) is not None and not self.notice:
                at, code, data = event
                self._taken += len(data)
                if code == "o":
                    data = shown_output(data)
                if data or code == "m":
                    self._append(self._lines.line(at, code, data))
                if time.monotonic() - looked > LOOK_SECONDS:
                    looked = time.monotonic()
                    self._look()
            if not self.notice:
                self._look()
        except OSError as error:
            self._stop(_why(error))
        finally:
            try:
                os.close(self._file)
            except OSError as error:
                if not self.notice:
                    self._stop(_why(error))

    def _append(self, line: str) -> None:
        """Write a whole line or none: what is torn off by a full disk is taken back."""
        rest = memoryview(line.encode("utf-8", errors="replace"))
        length = len(rest)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._size)
            raise
        self._size += length

    def _look(self) -> None:
        """A file that was deleted takes all that is written and keeps none of it: say so instead."""
        if os.fstat(self._file).st_nlink == 0:
            self._stop("the file was deleted")


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
