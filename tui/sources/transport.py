"""What moves through a run: all that screens need of a replay, and nothing of how it comes by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from engines.events import AnyEvent

if TYPE_CHECKING:
    from engines.replay.moments import Moment
    from engines.run.run import Run
    from engines.runlog.cursor import Damage
    from tui.views.log_tail import LogTail

SEEK = 5.0
"""Seconds that a key seeks by."""


class Transport(Protocol):
    """A place in a run, which moves as time does or is moved. All moving is done at the next tick."""

    # Where it is.

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        ...

    @property
    def at_end(self) -> bool:
        """Whether there is nothing more to play."""
        ...

    @property
    def seeking(self) -> bool:
        """Whether it is on its way to where a key sent it."""
        ...

    @property
    def sought(self) -> float | None:
        """The time that it is on its way to, in seconds since the run started."""
        ...

    @property
    def position(self) -> float:
        """Seconds since the run started."""
        ...

    @property
    def total(self) -> float:
        """Seconds from the run's start to the end of what can be read, as far as is known."""
        ...

    @property
    def speed(self) -> float:
        """How many times faster than the run it plays."""
        ...

    @property
    def damage(self) -> Damage | None:
        """Where the log stops being readable, once that is known."""
        ...

    @property
    def indexed(self) -> float | None:
        """The share of the run that is indexed, None where nothing is being indexed."""
        ...

    @property
    def unseen(self) -> str:
        """Why it may not know of every moment of interest, to follow a sentence; empty if it does."""
        ...

    def step(self, lane: str) -> int:
        """How many steps a lane has done here."""
        ...

    def letters(
        self, letters: Mapping[type[AnyEvent], str], cells: int
    ) -> tuple[tuple[float, str], ...]:
        """When events of these kinds happened, each letter once for each cell of the whole run."""
        ...

    # Moving.

    def play_or_pause(self) -> None:
        """Go on, from the beginning if it is at the end; or stand still."""
        ...

    def to_time(self, seconds: float) -> None:
        """Go to a time, in seconds since the run started."""
        ...

    def by_time(self, seconds: float) -> None:
        """Go so many seconds on, or back."""
        ...

    def to_step(self, lane: str, step: int) -> None:
        """Stand still after so many steps of a lane in its present attempt."""
        ...

    def by_step(self, lane: str, by: int) -> None:
        """Stand still some steps of a lane further on, or back."""
        ...

    def to_moment(self, by: int) -> Moment | None:
        """Stand still at the next moment of interest, or the one before; None if there is none."""
        ...

    def faster(self, by: int) -> float:
        """The next speed up or down; that speed."""
        ...

    # The tick.

    def share(self, run: Run) -> None:
        """Fold into a run that others look at."""
        ...

    def carry(self, tail: LogTail) -> None:
        """Bring the run and the output to where it is by now; works for a bounded time."""
        ...
