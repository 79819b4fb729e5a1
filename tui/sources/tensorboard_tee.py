"""A run that is also written for TensorBoard while it trains, on a thread of its own."""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import threading
from pathlib import Path

from engines.errors import RunError
from engines.events import AnyEvent, Logged
from engines.export.exported import claim_tensorboard
from engines.export.folder import claim
from engines.export.tensorboard_files import TensorBoardFiles
from tui.sources.source import Source

MOST_WAITING = 4096
"""Events that may wait for the disk; beyond, they are left out: memory stays bounded."""
FLUSH_SECONDS = 2.0
CLOSE_SECONDS = 1.5
"""How long leaving may take for what still waits."""
NICE = 10
"""How much the thread gives way to those that train and that show."""


class TensorBoardTee:
    """A source that passes on another's events, and writes them to TensorBoard event files.

    Training and screen never wait for the disk. When writing fails there is one notice among the
    events, and the run goes on.
    """

    def __init__(self, source: Source, folder: Path) -> None:
        """Make the files in `folder`; raises `RunError` if they cannot be written."""
        self._source = source
        self.header, self.log_path, self.machine = source.header, source.log_path, source.machine
        self.can, self.unstarted = source.can, source.unstarted
        self.transport, self.where_to_start = source.transport, source.where_to_start
        self.start, self.now = source.start, source.now
        self.set_mode, self.set_schedule = source.set_mode, source.set_schedule
        self.alternate = source.alternate
        self.pause, self.resume, self.restart = source.pause, source.resume, source.restart
        self.change_settings, self.mark = source.change_settings, source.mark
        self.measure = source.measure
        self.folder = claim_tensorboard(folder, source.header, overwrite=False)
        try:
            self._files = TensorBoardFiles(self.folder, source.header)
        except OSError as error:
            raise _not_written(self.folder, error) from error
        self._waiting: queue.Queue[AnyEvent | None] = queue.Queue(MOST_WAITING)
        self._left_out = 0
        self._notices: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._broken = False
        self._closed = False
        self._rest: list[AnyEvent] = []
        self._thread = threading.Thread(target=self._work, name="fwdash-tensorboard", daemon=True)
        self._thread.start()

    @property
    def more(self) -> bool:
        """Whether the source has more."""
        return self._source.more

    @property
    def standing(self) -> str:
        """How the source stands to its run."""
        return self._source.standing

    def drain(self) -> list[AnyEvent]:
        """The source's events, and a notice if TensorBoard gets no more."""
        events = self._rest + self._source.drain()
        self._rest = []
        for event in events if not self._closed else ():
            self._write_soon(event)
        with contextlib.suppress(queue.Empty):
            while True:
                line = self._notices.get_nowait()
                events.append(Logged(at=self.now(), line=line, level="error"))
        return events

    def close(self) -> None:
        """End the source, and write what it still had to say; does nothing the second time."""
        self._source.close()
        if self._closed:
            return
        self._rest = self.drain()
        self._closed = True
        with contextlib.suppress(queue.Full):
            self._waiting.put(None, timeout=CLOSE_SECONDS)
        self._thread.join(CLOSE_SECONDS)

    def _write_soon(self, event: AnyEvent) -> None:
        if self._broken:
            return
        try:
            self._waiting.put_nowait(event)
        except queue.Full:
            self._left_out += 1
            if self._left_out == 1:
                self._notices.put(
                    f"TensorBoard files in {self.folder} fall behind: events are left out there. "
                    "The run log has them all."
                )

    def _work(self) -> None:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        try:
            self._write_all()
        except (OSError, OverflowError, ValueError) as error:
            self._broken = True
            self._notices.put(
                f"The TensorBoard files in {self.folder} end here: {_why(error)}. Training goes on."
            )

    def _write_all(self) -> None:
        with self._files as files:
            flushed = self._source.now()
            while True:
                try:
                    event = self._waiting.get(timeout=FLUSH_SECONDS)
                except queue.Empty:
                    files.flush()
                    continue
                if event is None:
                    return
                files.write(event)
                if self._source.now() - flushed > FLUSH_SECONDS:
                    files.flush()
                    flushed = self._source.now()


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def _not_written(folder: Path, error: OSError) -> RunError:
    return RunError(
        f"TensorBoard files cannot be written to {folder}: {error.strerror or error}. "
        "Choose another folder with --tensorboard DIR."
    )


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written to, before there is a run; raises as `claim`."""
    claim(folder, (), overwrite=False)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _not_written(folder, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def teed(source: Source, folder: Path) -> TensorBoardTee:
    """The source with TensorBoard files; closes it if they cannot be written, and raises."""
    try:
        return TensorBoardTee(source, folder)
    except BaseException:
        source.close()
        raise
