"""The folder of an export: made if need be, and nothing in it written over unasked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from engines.errors import RunError, UsageError


def claim(folder: Path, names: Iterable[str], *, overwrite: bool) -> None:
    """Make `folder`, and see that none of the files or folders named is in it.

    Raises:
        UsageError: If `folder` is something else than a folder.
        RunError: If something is there already, or the folder cannot be made.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder: name a folder for the files.")
    if not overwrite:
        for name in names:
            if (folder / name).exists() or (folder / name).is_symlink():
                raise RunError(
                    f"{folder / name} is there already: choose another folder, or add --overwrite."
                )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{folder} cannot be made: {error.strerror}.") from error


def not_written(folder: Path, error: OSError) -> RunError:
    """What to say when writing failed on the way."""
    # Arrow's own words are long, and name the file beside that nobody knows of.
    why = os.strerror(error.errno) if error.errno else error
    return RunError(f"Writing to {folder} failed: {why}.")
