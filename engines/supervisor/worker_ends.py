"""What happens when a worker ends: asked to, by a deadline, by a signal, or by itself."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Iterable

from engines.endings import Ending
from engines.events import Crashed
from engines.memory_killer import MemoryKiller
from engines.supervisor.worker_process import WorkerProcess

STOP_SECONDS = 1.0
"""How long workers may take to end after SIGTERM before they are killed."""
INTERRUPT_SECONDS = 2.0
"""How long a job may take to leave after it was interrupted before its worker is killed."""


def crash_of(worker: WorkerProcess, at: float, killer: MemoryKiller) -> Crashed:
    """What is said of a worker that ended without a word of its own. Its process must have ended."""
    code = worker.process.wait()
    name = signal.Signals(-code).name if code < 0 else None
    ending = worker.ending or (Ending.KILLED if name else Ending.EXITED)
    reason = f"killed by {name}" if name else f"ended with exit code {code}"
    if ending is Ending.TIMED_OUT:
        reason = f"timed out after {worker.seconds:g} s"
    elif ending is Ending.INTERRUPTED:
        reason = "interrupted; it did not leave by itself and was killed"
    elif -code == signal.SIGKILL:
        reason = killer.sentence()
    return Crashed(
        lane=worker.who,
        at=at,
        reason=reason,
        exit_code=code if code >= 0 else None,
        signal=name,
        last_lines=tuple(worker.last_lines),
        ending=ending,
    )


def end_overdue(workers: Iterable[WorkerProcess], now: float) -> None:
    """Kill those whose time is up; that they end is heard later, through their pipes."""
    for worker in workers:
        if worker.deadline is not None and now >= worker.deadline:
            worker.deadline = None
            worker.ending = worker.ending or Ending.TIMED_OUT
            worker.kill(signal.SIGKILL)


def end_all(workers: list[WorkerProcess]) -> None:
    """End them, asked first and killed a second later; returns when they are gone."""
    for worker in workers:
        worker.kill(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for worker in workers:
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.process.wait(max(0.0, deadline - time.monotonic()))
    for worker in workers:
        kill_and_wait(worker)


def kill_and_wait(worker: WorkerProcess) -> None:
    """End a worker and all that it started, at once."""
    worker.kill(signal.SIGKILL)
    worker.process.wait()
