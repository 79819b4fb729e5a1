"""At which step another learning rate or batch size comes: the same for all lanes, ahead of each."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

TURNS_AHEAD = 2
"""Turns of the fastest lane between the key and its step: time for the news to reach every lane."""


@dataclass
class Pace:
    """How far a lane is and how fast it goes, from the steps that it last told of."""

    step: int = 0
    seconds_per_step: float | None = None

    def took(self, last: int, steps: int, seconds: float) -> None:
        """`steps` steps up to step `last` took so many seconds."""
        self.step = last
        if steps and seconds > 0:
            self.seconds_per_step = seconds / steps

    def ahead(self, seconds: float) -> int:
        """The step that it can have reached after so many seconds of training."""
        if self.seconds_per_step is None:
            return self.step
        return self.step + math.ceil(seconds / self.seconds_per_step)


def step_of_change(
    paces: Iterable[Pace], turn_seconds: float, sync_every: int, steps: int | None
) -> int | None:
    """The step after which all lanes change; None where the run ends before they all could.

    It is a multiple of `sync_every`, so that no chunk is cut for it, and at least two chunks ahead of
    every lane.
    """
    reached = max(
        max(pace.ahead(TURNS_AHEAD * turn_seconds), pace.step + 2 * sync_every) for pace in paces
    )
    step = math.ceil(reached / sync_every) * sync_every
    return None if steps is not None and step >= steps else step
