"""The theme that was chosen last, kept from one run to the next in a file of one word."""

from __future__ import annotations

import contextlib
from pathlib import Path

import platformdirs
from textual.theme import BUILTIN_THEMES


def theme_path() -> Path:
    """Where the name is kept."""
    return platformdirs.user_state_path("fwdash") / "theme"


def kept_theme() -> str:
    """The theme that was kept; empty if none was or there is no such theme any more."""
    try:
        name = theme_path().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return name if name in BUILTIN_THEMES else ""


def keep_theme(name: str) -> None:
    """Keep a theme for the next run; a disk that refuses is no reason to say anything."""
    with contextlib.suppress(OSError):
        theme_path().parent.mkdir(parents=True, exist_ok=True)
        theme_path().write_text(name + "\n", encoding="utf-8")
