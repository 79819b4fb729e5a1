"""Two modes of a lane in turn, so that what the machine does meanwhile meets both alike."""

from __future__ import annotations

from engines.commands import Alternate

TURN_SECONDS = 0.25
"""The longest turn meanwhile: a lane alone on its device has longer ones, which would take long."""


class Alternation:
    """Says in which mode each turn is; at the end the lane is back where it was."""

    def __init__(self) -> None:
        self._home = self._other = ""
        self._left = 0
        """Turns to come."""

    @property
    def goes_on(self) -> bool:
        """Whether turns are still to come."""
        return self._left > 0

    def begin(self, asked: Alternate, mode: str) -> None:
        """Alternate the present mode with the one that was asked for."""
        if not self.goes_on:
            self._home = self._other = mode
        if asked.mode != self._home:
            self._other = asked.mode
        # The last turn is in the mode that the lane was in.
        self._left = asked.turns + asked.turns % 2 if self._other != self._home else 0

    def stop(self) -> None:
        """A person, or the plan, wants another mode."""
        self._left = 0

    def turn(self) -> str | None:
        """The mode of the turn that begins; None where none was asked for."""
        if not self._left:
            return None
        self._left -= 1
        return self._home if self._left % 2 == 0 else self._other
