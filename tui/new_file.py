"""Creating a file that was asked for: never over another one, and a sentence where it cannot be."""

from __future__ import annotations

import os
from pathlib import Path

from engines.errors import RunError
from engines.whole_file import write_whole


def create_file(path: Path, *, overwrite: bool = False) -> int:
    """A descriptor for writing to a file that was not there, or that may be replaced.

    Like a run log it is for its owner only: what is recorded has whatever the workers print. Folders on
    the way are created. Raises `RunError` where this cannot be.
    """
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if overwrite else os.O_EXCL)
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        if overwrite:
            require_file(path)
        return os.open(path, flags, 0o600)
    except (OSError, ValueError) as error:
        raise _not_written(path, error) from error


def require_file(path: Path) -> None:
    """Raises `RunError` for what nothing can be written over: a folder, or a pipe nobody reads."""
    try:
        if path.is_dir() or path.is_fifo() or path.is_socket():
            raise RunError(f"{path} is no file that can be written over: choose another name.")
        if path.exists() and not os.access(path, os.W_OK):
            raise RunError(f"{path} cannot be written: permission denied.")
    except OSError as error:
        raise _not_written(path, error) from error


def write_new(
    path: Path, content: bytes, *, overwrite: bool = False, private: bool = False
) -> None:
    """Write a whole file or none of it; what it replaces stays until the new one is complete.

    `private`: only its owner may read it, and the folder that is made for it. Raises `RunError` if it is
    there already or cannot be written.
    """
    require_file(path)
    try:
        if overwrite and path.is_char_device():
            # A device is written to, never replaced by a file.
            path.write_bytes(content)
            return
        path.parent.mkdir(0o700 if private else 0o777, parents=True, exist_ok=True)
        write_whole(path, content, overwrite=overwrite, private=private)
    except (OSError, ValueError) as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError | ValueError) -> RunError:
    if isinstance(error, FileExistsError):
        if path.parent.is_dir():
            return RunError(f"{path} is there already: choose another name, or add --overwrite.")
        return RunError(f"{path} cannot be written: a folder on the way is a file.")
    why = (getattr(error, "strerror", None) or str(error)).lower()
    return RunError(f"{path} cannot be written: {why}.")
