"""Creating a file that was asked for: never over another one, and a sentence where it cannot be."""

from __future__ import annotations

import os
from pathlib import Path

from engines.errors import RunError


def create_file(path: Path, *, overwrite: bool = False) -> int:
    """A descriptor for writing to a file that was not there, or that may be replaced.

    Folders on the way are created. Raises `RunError` where this cannot be.
    """
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if overwrite else os.O_EXCL)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags, 0o644)
    except FileExistsError as error:
        if not path.parent.is_dir():
            raise RunError(f"{path} cannot be written: a folder on the way is a file.") from error
        raise RunError(
            f"{path} is there already: choose another name, or add --overwrite."
        ) from error
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise RunError(f"{path} cannot be written: {why}.") from error
