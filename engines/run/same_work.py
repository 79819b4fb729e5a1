"""Whether lanes do the same work, in words: from how far their losses are apart at the same steps.

Rounding differs between frameworks and grows with every step, in a long run without bound. So the first
steps tell whether the work is the same, and all of them whether the losses still are.
"""

from __future__ import annotations

from engines.run.chance import by_chance
from engines.run.parity import EARLY
from engines.run.run import Run
from engines.vocabulary import Vocabulary

ALIKE = 1e-4
"""Losses of the same work differ by no more than this before rounding has grown."""


class SameWork(Vocabulary):
    """What parity says."""

    NOT_YET = "not compared yet", "no step has a loss in both lanes"
    BY_CHANCE = "losses that chance sets apart", "lanes draw random numbers of their own"
    SAME = "same losses", f"no loss differs by more than {ALIKE:g} at the same step"
    SAME_AT_FIRST = (
        "same losses at first",
        f"the first {EARLY} steps differ by {ALIKE:g} at most; rounding grows, or something "
        "differs later",
    )
    FAILED = ("not comparable", "a loss is no finite number")
    OTHER = "other losses", f"the first {EARLY} steps differ by more than {ALIKE:g} already"


def same_work(run: Run, lane_id: str) -> SameWork:
    """What a lane's difference to the reference says."""
    difference = run.parity[lane_id]
    if difference.failed_at is not None:
        return SameWork.FAILED
    if by_chance(run.lanes[run.reference], run.lanes[lane_id]):
        return SameWork.BY_CHANCE
    if difference.largest is None or difference.early is None:
        return SameWork.NOT_YET
    if difference.largest <= ALIKE:
        return SameWork.SAME
    return SameWork.SAME_AT_FIRST if difference.early <= ALIKE else SameWork.OTHER
