"""Whether lanes do the same work, in words: from how far their losses are apart at the same steps.

Rounding differs between frameworks and grows with every step, in a long run without bound. So the first
steps tell whether the work is the same, and all of them whether the losses still are. The fewer digits a
product has, the sooner: each precision has a bound of its own.
"""

from __future__ import annotations

from engines.run.chance import by_chance
from engines.run.parity import EARLY
from engines.run.run import Run
from engines.vocabulary import Vocabulary

ALIKE = {"float32": 1e-4, "tf32": 1e-2, "bf16": 0.1}
"""Precision -> losses of the same work differ by no more than this before rounding has grown.

In bf16 the models of the tests and the shipped ones came to 0.0015 to 0.051 in 50 steps, where float32
has 5e-7; tf32 has three more binary digits.
"""
BOUNDS = ", ".join(f"{bound:g} in {precision}" for precision, bound in ALIKE.items())


class SameWork(Vocabulary):
    """What parity says."""

    NOT_YET = "not compared yet", "no step has a loss in both lanes"
    BY_CHANCE = "losses that chance sets apart", "lanes draw random numbers of their own"
    SAME = "same losses", f"no loss differs by more than the bound at the same step ({BOUNDS})"
    SAME_AT_FIRST = (
        "same losses at first",
        f"the first {EARLY} steps keep to the bound ({BOUNDS}); rounding grows, or something "
        "differs later",
    )
    FAILED = ("not comparable", "a loss is no finite number")
    OTHER = "other losses", f"the first {EARLY} steps exceed the bound already ({BOUNDS})"


def precision_of(run: Run) -> str:
    """What the run's lanes compute their products in."""
    recipe = run.header.recipe
    return recipe.precision if recipe is not None else "float32"


def alike_within(run: Run) -> float:
    """How far apart losses of the same work may be in this run; of an unknown precision as in bf16."""
    return ALIKE.get(precision_of(run), ALIKE["bf16"])


def same_work(run: Run, lane_id: str) -> SameWork:
    """What a lane's difference to the reference says."""
    difference = run.parity[lane_id]
    if difference.failed_at is not None:
        return SameWork.FAILED
    if by_chance(run.lanes[run.reference], run.lanes[lane_id]):
        return SameWork.BY_CHANCE
    if difference.largest is None or difference.early is None:
        return SameWork.NOT_YET
    bound = alike_within(run)
    if difference.largest <= bound:
        return SameWork.SAME
    return SameWork.SAME_AT_FIRST if difference.early <= bound else SameWork.OTHER
