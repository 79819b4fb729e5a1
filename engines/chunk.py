"""A chunk of training steps: what was measured as one, between two synchronisations of the device."""

from __future__ import annotations

from typing import NamedTuple

from engines.left_out import LeftOut


class Chunk(NamedTuple):
    """Steps in a row; inside a chunk they are taken to be spread evenly over its time."""

    first: int
    """The number of its first step, counted from 1."""
    size: int
    """How many steps it has."""
    seconds: float
    """Synchronised wall time."""
    cpu_seconds: float
    """CPU time of the worker process meanwhile, all threads."""
    end: float
    """`at` of its end."""
    lane_end: float
    """Lane time in seconds at its end."""
    left_out: str = ""
    """Why it is no sample of step time, in words of `engines.left_out`; empty if it is one."""

    @property
    def last(self) -> int:
        """The number of its last step."""
        return self.first + self.size - 1

    @property
    def step_seconds(self) -> float:
        """Wall time of each of its steps."""
        return self.seconds / self.size

    def wall_at(self, step: int) -> float:
        """`at` of the end of one of its steps."""
        return self.end - (self.last - step) * self.step_seconds

    def lane_at(self, step: int) -> float:
        """Lane time in seconds at the end of one of its steps."""
        return self.lane_end - (self.last - step) * self.step_seconds

    def cut(self, count: int) -> Chunk:
        """Its first `count` steps: no sample, since only the whole was measured."""
        if count >= self.size:
            return self
        share = count / self.size
        missing = self.seconds * (1 - share)
        return Chunk(
            self.first,
            count,
            self.seconds * share,
            self.cpu_seconds * share,
            self.end - missing,
            self.lane_end - missing,
            self.left_out or str(LeftOut.SHOWN_IN_PART),
        )
