"""A command that writes files and is told to end."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

_REQUESTS = (signal.SIGTERM, signal.SIGHUP)


@contextlib.contextmanager
def unwound_when_terminated() -> Iterator[None]:
    """Let a request to end unwind the stack, as Ctrl-C does: what is half written is cleared away.

    The exit code is 128 + the signal's number then.
    """
    before = {number: signal.getsignal(number) for number in _REQUESTS}
    try:
        for number, handler in before.items():
            # Whoever started this with nohup wants it to go on.
            if handler is not signal.SIG_IGN:
                signal.signal(number, _leave)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    # A second one must not end the clearing away.
    for other in _REQUESTS:
        signal.signal(other, signal.SIG_IGN)
    sys.exit(128 + number)
