"""Looking for a pattern on a screen, but not for ever: some patterns take longer than the universe."""

from __future__ import annotations

import re
import signal
from types import FrameType

SEARCH_SECONDS = 0.5
"""Processor time that one look may take; an honest one takes less than a millisecond."""


class TooLong(Exception):
    """The pattern was not looked for to the end."""


def found(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the pattern is in the text; raises `TooLong` if that cannot be told in time.

    Python's `re` tries all ways to match, which are 2^n for `(a+)+$`. It does look for signals
    meanwhile (`SRE(match)` in CPython's Modules/_sre/sre_lib.h), so one that comes from a clock of
    processor time ends it. To be called in the main thread, as all of a tape is.
    """

    def end(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, end)
    try:
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, SEARCH_SECONDS)
            return pattern.search(text) is not None
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        signal.signal(signal.SIGVTALRM, before)
