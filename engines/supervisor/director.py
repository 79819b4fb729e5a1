"""What decides which workers run and what they are told: the supervisor knows jobs only as data."""

from __future__ import annotations

from typing import Protocol

from engines.events import AnyEvent
from engines.supervisor.turns import Turns


class Director(Protocol):
    """Stands beside the supervisor and is called on its thread; it orders through the supervisor."""

    def begin(self) -> None:
        """The run begins: order what is to run at once."""

    def hear(self, event: AnyEvent) -> None:
        """A worker said something; it is in the log already."""

    def left(self, who: str) -> None:
        """A worker has done its job, or is gone; how, is in the events."""

    def may_begin(self, turns: Turns) -> bool:
        """Whether turns may be given now; not asked again once they may."""
