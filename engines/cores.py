"""Confining a process to some of the machine's cores."""

from __future__ import annotations

import contextlib
import os


def use_cores(cores: tuple[int, ...], *, all_threads: bool) -> None:
    """Confine this process (and, if asked, its threads so far) to `cores`."""
    if not cores or not hasattr(os, "sched_setaffinity"):
        return
    threads = [int(tid) for tid in os.listdir("/proc/self/task")] if all_threads else [0]
    for thread in threads:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(thread, cores)
