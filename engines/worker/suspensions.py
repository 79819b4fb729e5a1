"""Noticing that this process was stopped and went on again."""

from __future__ import annotations

import signal


class Suspensions:
    """Counts the times that this process was told to go on (SIGCONT), as after SIGSTOP."""

    def __init__(self) -> None:
        self.count = 0
        signal.signal(signal.SIGCONT, self._went_on)
        # Else system calls of the frameworks would fail with EINTR, which without a handler go on.
        signal.siginterrupt(signal.SIGCONT, False)

    def _went_on(self, *_: object) -> None:
        self.count += 1
