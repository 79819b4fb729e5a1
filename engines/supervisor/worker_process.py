"""One worker process as the supervisor sees it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections import deque

from engines.commands import Command, Order, encode_command
from engines.device import Device
from engines.endings import Ending
from engines.phases import PhaseName
from engines.runlog.lines import LineBuffer

LAST_LINES = 12
"""Log lines that a crash keeps: Python's own stack below the model that fell is eight."""


class WorkerProcess:
    """A worker process, its pipes, its order, and what it has said of itself."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        framework: str,
        device: Device,
        environment: dict[str, str],
    ) -> None:
        self.process = process
        self.framework = framework
        self.device = device
        self.environment = environment
        self.order: Order | None = None
        """The job in hand; None while it waits for one."""
        self.jobs = 0
        """Orders that it was given so far."""
        self.imported = False
        """Whether its framework is in place."""
        self.events = LineBuffer()
        self.log = LineBuffer()
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self.phase: str = PhaseName.STARTING
        self.ready = False
        """Whether its job has asked for a turn before."""
        self.open_pipes = 2
        self.asked_at = 0.0
        """When it last asked for a turn."""
        self.seconds: float | None = None
        """How long the job in hand may take, once its framework is in place."""
        self.deadline: float | None = None
        self.ending: Ending | None = None
        """Why the supervisor ends it, if it does."""

    @property
    def who(self) -> str:
        """The lane or cell that it works for; empty for a spare one."""
        return self.order.who if self.order else ""

    def take(self, order: Order, seconds: float | None) -> None:
        """Give it a job, which may take so many seconds."""
        self.order = order
        self.jobs += 1
        self.seconds = seconds
        self.deadline = self.ending = None
        self.phase = PhaseName.STARTING
        self.ready = False
        self.last_lines.clear()
        self.send(order)

    def fits(self, order: Order, device: Device) -> bool:
        """Whether it waits for a job and is such a process as the order asks for."""
        return (
            self.order is None
            and not (order.fresh and self.jobs)
            and (self.framework, self.device, self.environment)
            == (order.framework, device, order.environment)
        )

    def send(self, command: Command) -> None:
        """Tell the worker; one that is gone is noticed elsewhere."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.write(encode_command(command))

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
