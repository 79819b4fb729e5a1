"""Whether a run log is still being written, also where the file system keeps no locks.

The writer holds a lock on its log. Network and user-space file systems may refuse locks (NFS without a
lock daemon: `ENOLCK`), or grant each to everybody. So the header names the writing process too, and
whether that has the file open decides where it can be seen from here. What cannot be known is said to
be not known: it is no.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from engines.errors import RunError
from engines.events import Header
from engines.one_process import holds_open
from engines.phases import RUNNING
from engines.runlog.cursor import LogCursor
from engines.runlog.end import read_end
from engines.vocabulary import Vocabulary

HEAD = 1 << 20
"""Bytes in which a header must end."""
QUIET = 60.0
"""Seconds after which a log in which nothing comes is written no more, by a process of elsewhere: while
a worker runs, it is looked at twice a second."""


class Writing(Vocabulary):
    """What is known of the writer of a log."""

    GOES_ON = "goes on", "its writer lives and has it open"
    ENDED = "ended", "nobody writes it any more"
    NOT_KNOWN = (
        "not known",
        "its file system keeps no locks that can be asked here, and it was begun on another machine, in "
        "another container, or by an older fwdash",
    )


def writing(path: Path) -> Writing:
    """Whether a run log is still being written; one that is gone, or is none, is not."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return Writing.ENDED
    try:
        if locked(file):
            return Writing.GOES_ON
        try:
            cursor = LogCursor(path, min(os.fstat(file).st_size, HEAD))
        except RunError:
            # No header yet, or none at all: there is only the lock to go by.
            return Writing.ENDED if locked(file) is False else Writing.NOT_KNOWN
        cursor.close()
        return writing_of(file, path, cursor.header)
    finally:
        os.close(file)


def writing_of(file: int, path: Path, header: Header) -> Writing:
    """The same of a log that is open here and whose header is known."""
    lock = locked(file)
    if lock:
        return Writing.GOES_ON
    if header.writer is not None:
        held = holds_open(header.writer, file, path)
        if held is not None:
            return Writing.GOES_ON if held else Writing.ENDED
    elif lock is False:
        return Writing.ENDED
    quiet = abs(time.time() - os.fstat(file).st_mtime) > QUIET
    if (lock is False and quiet) or _says_so(path, header):
        return Writing.ENDED
    return Writing.NOT_KNOWN


def locked(file: int) -> bool | None:
    """Whether somebody holds the writer's lock on the log that is open here; None where locks are
    refused."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    fcntl.flock(file, fcntl.LOCK_UN)
    return False


def _says_so(path: Path, header: Header) -> bool:
    """Whether the log itself tells that all lanes and cells have ended."""
    try:
        end = read_end(path, path.stat().st_size)
    except OSError:
        return False
    statuses = [end.status(name) for name in header.ids]
    return bool(statuses) and all(one is not None and one != RUNNING for one in statuses)
