"""Where recordings and pictures go that were asked for with a key."""

from __future__ import annotations

import time
from pathlib import Path

import platformdirs


def casts_folder() -> Path:
    """The folder next to that of the runs."""
    return platformdirs.user_state_path("fwdash") / "casts"


def shown(path: Path) -> str:
    """A path as a person writes it: below the home with a tilde, so that a notice breaks no name."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def new_path(folder: Path, suffix: str, at: float | None = None) -> Path:
    """A name after the time of day, local, that nothing in the folder has yet."""
    stem = "fwdash-" + time.strftime("%Y%m%d-%H%M%S", time.localtime(at))
    path = folder / f"{stem}{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{stem}-{number}{suffix}"
        number += 1
    return path
