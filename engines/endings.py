"""How a worker comes to its end, and a sentence for each way."""

from __future__ import annotations

from enum import StrEnum


class Ending(StrEnum):
    """Why a worker does no more for its lane or cell."""

    RAISED = "raised"
    KILLED = "killed"
    EXITED = "exited"
    INTERRUPTED = "interrupted"
    TIMED_OUT = "timed_out"
    NOT_STARTED = "not_started"

    @property
    def sentence(self) -> str:
        """What that means, for a person."""
        return SENTENCES[self]


SENTENCES = {
    Ending.RAISED: "its own code or the framework raised an error",
    Ending.KILLED: "a signal ended the process",
    Ending.EXITED: "the process left without a word",
    Ending.INTERRUPTED: "it was interrupted by a person or by what ordered it",
    Ending.TIMED_OUT: "it took longer than it was given, and was ended",
    Ending.NOT_STARTED: "its process could not be started",
}
