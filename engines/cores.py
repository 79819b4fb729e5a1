"""The machine's cores that a process may run on, and confining it to some of them."""

from __future__ import annotations

import contextlib
import os


def allowed_cores() -> tuple[int, ...]:
    """The logical cores that this process may run on, in order."""
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


def use_cores(cores: tuple[int, ...], *, all_threads: bool) -> None:
    """Confine this process (and, if asked, its threads so far) to `cores`."""
    if not cores or not hasattr(os, "sched_setaffinity"):
        return
    threads = [int(tid) for tid in os.listdir("/proc/self/task")] if all_threads else [0]
    for thread in threads:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(thread, cores)
