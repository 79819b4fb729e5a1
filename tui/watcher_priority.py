"""Keeping a process that only watches out of the way of those that train.

It imports next to nothing: it is there before all that costs a watcher's start its time.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from engines.cores import allowed_cores, use_cores

NICE = 19
"""How much a watcher's process gives way to those that train."""


@contextlib.contextmanager
def on_the_dashboards_core() -> Iterator[None]:
    """Keep this process to the dashboard's core for as long as it is not known what it will be.

    To find out takes a fifth of a second of a core's time, most of it for imports.
    """
    before = allowed_cores()
    use_cores(before[:1], all_threads=True)
    try:
        yield
    finally:
        use_cores(before, all_threads=True)


def yield_to_training() -> None:
    """Keep this process to the dashboard's core for good, and behind the training even there.

    Threads that begin later are kept so too.
    """
    use_cores(allowed_cores()[:1], all_threads=True)
    with contextlib.suppress(OSError):
        os.nice(NICE)
