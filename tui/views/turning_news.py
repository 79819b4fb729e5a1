"""That the test loss has turned up while training goes on: told once a run."""

from __future__ import annotations

from engines.run.conclusions import turning_sentences
from engines.run.run import Run


class TurningNews:
    """Knows whether it has told: lanes do the same work, and turn up one shortly after the other."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._told = False

    def news(self) -> list[str]:
        """The notice, the first time that a lane's test loss has turned up."""
        told = [] if self._told else turning_sentences(self._run.lanes.values())
        self._told = self._told or bool(told)
        return [f"{text[0].upper()}{text[1:]}." for text in told]
