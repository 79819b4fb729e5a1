"""Where in a run a replay can be asked to go: a time, a step of a lane, a place in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from engines.events import AnyEvent, Steps
from engines.replay.index import ReplayIndex
from engines.run.run import Run

NEAR_SECONDS = 2.0
NEAR_STEPS = 500


class Goal(Protocol):
    """A moment of the run; every fold of the log passes it once."""

    def here(self, run: Run, offset: int, following: AnyEvent) -> bool:
        """Whether the fold has come to it, or would pass it with the event that follows."""
        ...

    def passed(self, run: Run, offset: int) -> bool:
        """Whether a fold has come so far that it may be behind the goal."""
        ...

    def checkpoint(self, index: ReplayIndex) -> int:
        """The last checkpoint that is not behind it, -1 for the beginning."""
        ...

    def indexed(self, index: ReplayIndex) -> bool:
        """Whether so much of the log is indexed that `checkpoint` is the one next to it."""
        ...

    def near(self, run: Run) -> bool:
        """Whether folding on to it takes no time to speak of."""
        ...

    def part(self, following: AnyEvent) -> int:
        """How many steps of the following event belong to it."""
        ...


@dataclass(frozen=True)
class AtTime:
    """After all that had happened by a time in seconds."""

    seconds: float

    def here(self, run: Run, offset: int, following: AnyEvent) -> bool:
        return max(run.at, following.at) > self.seconds

    def passed(self, run: Run, offset: int) -> bool:
        return run.at > self.seconds

    def checkpoint(self, index: ReplayIndex) -> int:
        return index.last_at(self.seconds)

    def indexed(self, index: ReplayIndex) -> bool:
        return bool(index.checkpoints) and index.checkpoints[-1].at > self.seconds

    def near(self, run: Run) -> bool:
        return 0 <= self.seconds - run.at < NEAR_SECONDS

    def part(self, following: AnyEvent) -> int:
        return 0


@dataclass(frozen=True)
class AtPlace:
    """After all events whose lines begin before a byte of the log."""

    offset: int

    def here(self, run: Run, offset: int, following: AnyEvent) -> bool:
        return offset >= self.offset

    def passed(self, run: Run, offset: int) -> bool:
        return offset > self.offset

    def checkpoint(self, index: ReplayIndex) -> int:
        return index.last_before(self.offset)

    def indexed(self, index: ReplayIndex) -> bool:
        return index.offset >= self.offset

    def near(self, run: Run) -> bool:
        return False

    def part(self, following: AnyEvent) -> int:
        return 0


@dataclass(frozen=True)
class AtStep:
    """After exactly so many steps of a lane, in the attempt that begins at `since`."""

    lane: str
    step: int
    since: int = 0
    """A byte of the log."""

    def here(self, run: Run, offset: int, following: AnyEvent) -> bool:
        if offset <= self.since:
            return False
        if run.lanes[self.lane].step >= self.step:
            return True
        return self.part(following) > 0

    def passed(self, run: Run, offset: int) -> bool:
        return offset > self.since and run.lanes[self.lane].step >= self.step

    def checkpoint(self, index: ReplayIndex) -> int:
        return self._reached(index, index.last_before(self.since) + 1) - 1

    def indexed(self, index: ReplayIndex) -> bool:
        first = index.last_before(self.since) + 1
        return self._reached(index, first) < len(index.checkpoints)

    def near(self, run: Run) -> bool:
        return 0 <= self.step - run.lanes[self.lane].step < NEAR_STEPS

    def _reached(self, index: ReplayIndex, first: int) -> int:
        """The first checkpoint from `first` on at which the lane has done the step."""
        at = index.lanes.index(self.lane)
        checkpoints = index.checkpoints
        for number in range(first, len(checkpoints)):
            if checkpoints[number].steps[at] >= self.step:
                return number
        return len(checkpoints)

    def part(self, following: AnyEvent) -> int:
        if not isinstance(following, Steps) or following.lane != self.lane:
            return 0
        within = self.step - following.first + 1
        return within if 0 < within < len(following.losses) else 0


def first_steps(event: Steps, count: int) -> Steps:
    """The first `count` steps of an event; a chunk that is cut is no sample of step time."""
    chunks = [
        chunk.cut(event.first + count - chunk.first)
        for chunk in event.chunks()
        if chunk.first < event.first + count
    ]
    at = min(event.at, chunks[-1].end)
    return Steps.of(event.lane, chunks, event.losses[:count], at)
