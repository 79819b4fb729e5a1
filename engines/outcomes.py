"""How a cell ended, and a sentence for each outcome."""

from __future__ import annotations

from engines.vocabulary import Vocabulary


class Outcome(Vocabulary):
    """What came of a cell."""

    RIGHT = "right", "it did what it should"
    SILENTLY_WRONG = "silently wrong", "it ended without a word, with a wrong result"
    RAISES = "raises", "an error was raised"
    WARNS = "warns", "it went on, with a warning"
    IMPOSSIBLE = "impossible here", "it cannot exist in this framework or on this machine"
    TIMED_OUT = "timed out", "it took longer than it was given, and was ended"
    INTERRUPTED = "interrupted", "it was interrupted before its end"
    DIED = "died", "its process died"
