"""How a worker comes to its end, and a sentence for each way."""

from __future__ import annotations

from engines.vocabulary import Vocabulary


class Ending(Vocabulary):
    """Why a worker does no more for its lane or cell."""

    RAISED = "raised", "its own code or the framework raised an error"
    KILLED = "killed", "a signal ended the process"
    EXITED = "exited", "the process left without a word"
    INTERRUPTED = "interrupted", "it was interrupted by a person or by what ordered it"
    TIMED_OUT = "timed_out", "it took longer than it was given, and was ended"
    NOT_STARTED = "not_started", "its process could not be started"
