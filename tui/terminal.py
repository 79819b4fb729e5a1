"""Whether there is a terminal that a dashboard can be drawn on."""

from __future__ import annotations

import os
import sys

from engines.errors import UsageError


def require_terminal() -> None:
    """Raises `UsageError` where the dashboard cannot be shown, saying what works instead."""
    for name, stream in (("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr)):
        if stream is None or not stream.isatty():
            raise UsageError(f"{name} is no terminal: add --headless to run without a screen.")
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise UsageError(
            "This terminal (TERM is dumb or not set) cannot show a dashboard: add --headless."
        )
