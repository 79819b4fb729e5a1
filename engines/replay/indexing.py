"""Where a log's index comes from: the file beside the log, or a process that builds it meanwhile."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from engines.errors import RunError
from engines.replay.frames import identity
from engines.replay.index import ReplayIndex
from engines.runlog.cursor import LogCursor
from engines.runlog.folder import has_ended, index_path

ROOT = Path(__file__).resolve().parents[2]
WORTH = 1 << 18
"""Bytes of a log from which on it gets an index; a shorter one is folded as quickly."""


class Indexing:
    """Opens the index of a log, or has it built; without one, `index` is None and stays so."""

    def __init__(self, cursor: LogCursor) -> None:
        """Prepare for a log; nothing is read or started yet."""
        self._cursor = cursor
        self._log = cursor.path
        self.index: ReplayIndex | None = None
        self.failed = False
        """Whether building it stopped before the end."""
        self._builder: subprocess.Popen[bytes] | None = None
        self._part: Path | None = None
        self._kept = False
        """Whether what is built is kept beside the log."""

    @property
    def building(self) -> bool:
        """Whether more of the log will be indexed."""
        return self._builder is not None

    @property
    def share(self) -> float:
        """How much of the log is indexed, in 0..1."""
        if self.index is None:
            return 0.0
        return 1.0 if self.index.end is not None else self.index.offset / self._cursor.size

    def start(self) -> None:
        """Open the index that is there, or begin to build one."""
        if self._cursor.size < WORTH or self.index is not None or self._builder is not None:
            return
        try:
            self._of = identity(self._log)
        except OSError:
            return
        with contextlib.suppress(OSError, ValueError):
            found = ReplayIndex(index_path(self._log), self._of, self._cursor)
            if found.end is not None:
                self.index = found
                return
            found.close()
        if self._of.size != self._cursor.size and has_ended(self._log):
            self.failed = True
            return
        self._build()

    def _build(self) -> None:
        self._part = self._place()
        if self._part is None:
            self.failed = True
            return
        of = self._of
        if of.size != self._cursor.size:
            of = type(of)(self._cursor.size, of.changed, of.head)
            self._of = of
        try:
            self._builder = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "engines.replay.build"),
                    *map(str, (self._log.absolute(), self._part, of.size, of.changed)),
                    of.head.hex(),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                start_new_session=True,
            )
        except OSError:
            self.failed = True

    def _place(self) -> Path | None:
        """A new file: beside the log if the index can be kept there, else where files are temporary."""
        self._kept = has_ended(self._log)
        folders = [self._log.absolute().parent] if self._kept else []
        for folder in (*folders, Path(tempfile.gettempdir())):
            try:
                file, name = tempfile.mkstemp(".part", f".{self._log.name}.", folder)
            except OSError:
                self._kept = False
                continue
            os.close(file)
            return Path(name)
        return None

    def poll(self) -> bool:
        """Take in what was built since the last time; whether there was anything."""
        builder = self._builder
        if builder is None or self._part is None:
            return False
        code = builder.poll()
        fresh = False
        try:
            if self.index is None:
                found = ReplayIndex(self._part, self._of, self._cursor)
                if found.checkpoints:
                    self.index, fresh = found, True
                else:
                    found.close()
            else:
                fresh = self.index.poll()
        except (OSError, ValueError):
            self.give_up()
            return True
        if code is not None:
            self._builder = None
            self._settle()
            return True
        return fresh

    def _settle(self) -> None:
        """Keep what was built if it is whole; the file itself stays open either way."""
        whole = self.index is not None and self.index.end is not None
        self.failed = not whole
        assert self._part is not None
        with contextlib.suppress(OSError):
            if whole and self._kept:
                os.replace(self._part, index_path(self._log))
            else:
                self._part.unlink()
        self._part = None

    def give_up(self) -> None:
        """Go on without an index: it turned out to be of no use."""
        self._stop()
        if self.index is not None:
            self.index.close()
        self.index, self.failed = None, True
        with contextlib.suppress(OSError, RunError):
            index_path(self._log).unlink()

    def close(self) -> None:
        """End the building."""
        self._stop()

    def _stop(self) -> None:
        if self._builder is not None:
            self._builder.kill()
            self._builder.wait()
            self._builder = None
        if self._part is not None:
            with contextlib.suppress(OSError):
                self._part.unlink()
            self._part = None
