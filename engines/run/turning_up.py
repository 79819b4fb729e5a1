"""The test loss turns up while training goes on: what is learnt now is of no use for other data."""

from __future__ import annotations

import math

ENOUGH = 5
"""Evaluations one after another that must be clearly above the lowest."""
CLEARLY = 0.05
"""How far above, as a share of the lowest: less is the noise of a few batches."""


class TurningUp:
    """The lowest test loss so far, and whether it has been left for good."""

    def __init__(self) -> None:
        self.lowest: float | None = None
        self.lowest_step = 0
        self.above = 0
        """Evaluations in a row that were clearly above it."""
        self.last: float | None = None
        self.last_step = 0

    @property
    def turned(self) -> bool:
        """Whether the test loss has turned up; it may come down again."""
        return self.above >= ENOUGH

    def hear(self, loss: float | None, step: int) -> None:
        """An evaluation after `step` steps; one that is not finite says nothing here."""
        if loss is None or not math.isfinite(loss):
            return
        self.last, self.last_step = loss, step
        if self.lowest is None or loss < self.lowest:
            self.lowest, self.lowest_step, self.above = loss, step, 0
        elif loss > self.lowest + CLEARLY * abs(self.lowest):
            self.above += 1
        else:
            self.above = 0
