"""Noticing that other processes had this lane's cores during a chunk of steps.

A process that computes on the CPU has a core's worth of CPU time in each second of wall time, or more
with several threads. Where the kernel took a core away from it (involuntary context switches, getrusage(2))
and the wall time is longer than its CPU time explains, somebody else computed there.
"""

from __future__ import annotations

import resource
from collections import deque

LONGER = 1.3
"""Wall time by CPU time, over that of undisturbed chunks, from which a chunk counts as disturbed."""
KNOWN = 40
"""Chunks that are remembered."""
FEW = 20
"""So many samples are taken as they come: disturbed ones are better than none, and that is said."""
QUIET = 1 / 8
"""With a smaller share of quiet chunks there are no quiet samples to wait for: all are taken."""
TOLD_FROM = 1 / 4
"""Share of disturbed ones among the samples taken last from which it is said."""


def involuntary_switches() -> int:
    """How often a core was taken away from this process so far, all threads together."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw


class Disturbances:
    """Judges the chunks of one lane in one mode at one batch size, one after another."""

    def __init__(self) -> None:
        self._usual: deque[float] = deque(maxlen=KNOWN)
        """Wall by CPU time of undisturbed chunks."""
        self._disturbed: deque[bool] = deque(maxlen=KNOWN)
        """Of each chunk."""
        self._taken: deque[bool] = deque(maxlen=FEW)
        """Of each chunk that was taken as a sample, whether it was disturbed."""
        self._said = False

    def leave_out(self, seconds: float, cpu_seconds: float, *, switched: bool) -> bool:
        """Whether a chunk that would be a sample is none, since other processes disturbed it.

        Args:
            seconds: Its wall time.
            cpu_seconds: CPU time of the process meanwhile, all threads.
            switched: Whether a core was taken away from the process meanwhile.
        """
        ratio = seconds / max(cpu_seconds, 1e-9)
        disturbed = switched and ratio > LONGER * self._usual_ratio()
        if not disturbed:
            self._usual.append(ratio)
        enough = len(self._taken) == FEW
        self._disturbed.append(disturbed)
        quiet = self._disturbed.count(False) >= QUIET * len(self._disturbed)
        if disturbed and enough and quiet:
            return True
        self._taken.append(disturbed)
        return False

    def _usual_ratio(self) -> float:
        """One thread computes all the time at least: more than 1 cannot be usual."""
        known = sorted(self._usual)
        return min(1.0, known[len(known) // 2]) if known else 1.0

    def to_say(self) -> str:
        """What must be known of the samples that were taken, a sentence, once; else empty."""
        if self._said or self._taken.count(True) < TOLD_FROM * FEW:
            return ""
        self._said = True
        return "Other processes had its cores: step times are larger than on a quiet machine."
