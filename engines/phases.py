"""What phase a worker can be in, and what each means."""

from __future__ import annotations

from engines.vocabulary import Vocabulary


class PhaseName(Vocabulary):
    """A phase of a worker; the first is before it said anything, the last three end it."""

    STARTING = "starting", "The process is there and has said nothing yet."
    IMPORTING = "importing", "It imports its framework."
    BUILDING = "building", "It makes data, model and optimizer, and evaluates for the first time."
    MEASURING = "measuring", "It has a turn and measures a cell of a study."
    COMPILING = "compiling", "Its framework compiles."
    TRAINING = "training", "It trains, in turns where it shares its device."
    EVALUATING = "evaluating", "It measures loss and accuracy on the test split."
    WAITING = "waiting", "It is ready and has no turn, because of what the detail says."
    PAUSED = "paused", "A person has it wait."
    FINISHED = "finished", "It has done all that was asked for."
    STOPPED = "stopped", "It was ended before it had done all."
    CRASHED = "crashed", "It ended without being asked to."


ENDED = (PhaseName.FINISHED, PhaseName.STOPPED, PhaseName.CRASHED)
"""After these nothing comes, unless a worker is started anew."""
RUNNING = "running"
"""The status of a worker that has not ended, whatever its phase."""


def status_of(phase: str) -> str:
    """`running`, or the phase in which it ended."""
    return phase if phase in ENDED else RUNNING
