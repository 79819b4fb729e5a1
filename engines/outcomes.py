"""How a cell ended, and a sentence for each outcome."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What came of a cell."""

    RIGHT = "right"
    SILENTLY_WRONG = "silently wrong"
    RAISES = "raises"
    WARNS = "warns"
    IMPOSSIBLE = "impossible here"
    TIMED_OUT = "timed out"
    INTERRUPTED = "interrupted"
    DIED = "died"

    @property
    def sentence(self) -> str:
        """What that means, for a person."""
        return SENTENCES[self]


SENTENCES = {
    Outcome.RIGHT: "it did what it should",
    Outcome.SILENTLY_WRONG: "it ended without a word, with a wrong result",
    Outcome.RAISES: "an error was raised",
    Outcome.WARNS: "it went on, with a warning",
    Outcome.IMPOSSIBLE: "it cannot exist in this framework or on this machine",
    Outcome.TIMED_OUT: "it took longer than it was given, and was ended",
    Outcome.INTERRUPTED: "it was interrupted before its end",
    Outcome.DIED: "its process died",
}
