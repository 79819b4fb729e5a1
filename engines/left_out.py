"""Why a step is no sample of step time: each reason and what it means.

Steps between two synchronisations are one chunk, which is a sample as a whole or not at all.
"""

from __future__ import annotations

from engines.vocabulary import Vocabulary


class LeftOut(Vocabulary):
    """A reason to leave a chunk of steps out of the step times."""

    TURN = "turn", "it was the first of a turn, with cold caches, or after a change of settings"
    COMPILE = "compile", "it compiled, or was the first in another mode"
    CONTENDED = "contended", "another lane used the same device meanwhile"
    DISTURBED = "disturbed", "other processes had the lane's cores meanwhile"
    SHORT = "short", "it had fewer steps than the mode makes at once, and made them one by one"
    SUSPENDED = "suspended", "the worker process was stopped meanwhile and went on"
    THROTTLED = "throttled", "the kernel held it back: its control group had used up its CPU time"
    SHOWN_IN_PART = "shown in part", "a replay stands within it, so it is not in any run log"


LASTING = (LeftOut.CONTENDED, LeftOut.DISTURBED, LeftOut.SUSPENDED, LeftOut.THROTTLED)
"""Reasons that can hold for all chunks of a while, so that there is no sample in it."""


def all_reasons() -> str:
    """Every reason and its sentence, as one text."""
    return "; ".join(f"{reason} ({reason.sentence})" for reason in LeftOut)
