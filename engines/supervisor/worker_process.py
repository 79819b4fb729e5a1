"""One lane's worker process as the supervisor sees it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections import deque

from engines.device import Device
from engines.events import AnyCommand, encode
from engines.supervisor.lines import LineBuffer

LAST_LINES = 8
"""Log lines that a crash shows."""


class Seat:
    """A worker process, its pipes, and what it has said of itself."""

    def __init__(self, lane: str, device: Device, process: subprocess.Popen[bytes]) -> None:
        self.lane = lane
        self.device = device
        self.process = process
        self.events = LineBuffer()
        self.log = LineBuffer()
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self.phase = "starting"
        self.ready = False
        """Whether it has been built and may be given turns."""
        self.open_pipes = 2
        self.asked_at = 0.0

    def send(self, command: AnyCommand) -> None:
        """Tell the worker; one that is gone is noticed elsewhere."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.write(encode(command))

    def kill(self, how: signal.Signals) -> None:
        """Signal the worker and all that it started."""
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, how)

    def close(self) -> None:
        """Close the pipes of a worker that is gone."""
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()
