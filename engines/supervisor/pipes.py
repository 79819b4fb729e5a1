"""The pipes that workers speak through, read on the supervisor's thread, and a way to wake it."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
from typing import Any, Protocol

from engines.events import AnyEvent
from engines.runlog.decoder import BadLine, event_in
from engines.runlog.passed_over import PassedOver
from engines.supervisor.worker_process import WorkerProcess

AT_ONCE = 1 << 18
"""Bytes read from a pipe before the others have their turn."""


class Listener(Protocol):
    """What is told of what workers say."""

    def hear(self, worker: WorkerProcess, event: AnyEvent, line: bytes) -> None:
        """An event, and the line without its newline that it came as."""

    def hear_line(self, worker: WorkerProcess, line: str) -> None:
        """A line of a worker's output."""

    def hear_end(self, worker: WorkerProcess) -> None:
        """Both pipes of a worker have ended."""


class WorkerPipes:
    """All workers' protocol and output pipes."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._selector = selectors.DefaultSelector()
        # Sockets, because a closed one refuses a late write; a pipe's number may be used again.
        self._wake_read, self._wake_write = socket.socketpair()
        self._wake_write.setblocking(False)
        self._selector.register(self._wake_read, selectors.EVENT_READ, None)

    def add(self, worker: WorkerProcess) -> None:
        """Read a worker's pipes from now on."""
        for pipe, read in (
            (worker.process.stdout, self._read_events),
            (worker.process.stderr, self._read_output),
        ):
            assert pipe is not None
            self._selector.register(pipe, selectors.EVENT_READ, (worker, read))

    def drop(self, worker: WorkerProcess) -> None:
        """Read nothing more of a worker."""
        for pipe, (of, _) in self._open():
            if of is worker:
                self._selector.unregister(pipe)

    def wake(self) -> None:
        """End a `wait` early; from any thread."""
        with contextlib.suppress(OSError):
            self._wake_write.send(b"!")

    def wait(self, seconds: float) -> None:
        """Wait until something is said or `wake` is called, and pass on what was said."""
        for key, _ in self._selector.select(timeout=seconds):
            if key.data is None:
                self._wake_read.recv(4096)
                continue
            worker, read = key.data
            data = os.read(key.fd, AT_ONCE)
            if data:
                read(worker, data)
                continue
            self._selector.unregister(key.fileobj)
            worker.open_pipes -= 1
            if worker.open_pipes == 0:
                self._listener.hear_end(worker)

    def read_rest(self) -> None:
        """What dead workers left in their pipes; something they started may hold the other ends."""
        for pipe, (worker, read) in self._open():
            os.set_blocking(pipe.fileno(), False)
            with contextlib.suppress(BlockingIOError):
                while data := os.read(pipe.fileno(), AT_ONCE):
                    read(worker, data)

    def rest_of(self, worker: WorkerProcess) -> None:
        """Pass on the last line of a worker's output, if it never got its newline."""
        for rest in worker.log.rest():
            self._say(worker, rest)

    def close(self) -> None:
        """Read nothing more."""
        self._wake_read.close()
        self._wake_write.close()
        self._selector.close()

    def _open(self) -> list[tuple[Any, Any]]:
        return [(key.fileobj, key.data) for key in self._selector.get_map().values() if key.data]

    def _read_events(self, worker: WorkerProcess, data: bytes) -> None:
        for line in worker.events.lines(data):
            try:
                event = event_in(line, PassedOver())
            except BadLine:
                event = None
            if event is None:
                # Not ours: keep it where a person can see it.
                self._listener.hear_line(worker, line.decode("utf-8", "replace"))
                continue
            self._listener.hear(worker, event, line)

    def _read_output(self, worker: WorkerProcess, data: bytes) -> None:
        for line in worker.log.lines(data):
            self._say(worker, line)

    def _say(self, worker: WorkerProcess, line: bytes) -> None:
        self._listener.hear_line(worker, line.decode("utf-8", "replace").rstrip())
