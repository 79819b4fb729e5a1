"""Opening a file that is read by its length or again and again: no pipe, device or folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from engines.errors import RunError


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading; what has no end or nobody to write into it is not waited for.

    Raises:
        RunError: If it is no regular file, or cannot be opened.
    """
    try:
        # Without it, opening a pipe waits for whoever writes.
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise RunError(f"{path} cannot be read: {why}.") from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise RunError(f"{path} cannot be read: it is no regular file.")
    return open(number, "rb")
