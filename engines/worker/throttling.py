"""Noticing that the kernel held this process's control group back: its CPU time was used up."""

from __future__ import annotations

import contextlib
import os

from engines.control_group import limits, throttled

MOST = 1 << 13
"""Bytes of a `cpu.stat`."""


class Throttling:
    """Counts how often that was; without a limit there is nothing to ask."""

    def __init__(self) -> None:
        self._files: list[int] = []
        for path in limits().throttled_by:
            with contextlib.suppress(OSError):
                self._files.append(os.open(path, os.O_RDONLY | os.O_CLOEXEC))

    @property
    def count(self) -> tuple[tuple[int, int], ...]:
        """Something that is another after each time: times and duration of every limit."""
        return tuple(map(_throttled, self._files))


def _throttled(file: int) -> tuple[int, int]:
    try:
        return throttled(os.pread(file, MOST, 0).decode("ascii", "replace"))
    except OSError:
        return 0, 0
