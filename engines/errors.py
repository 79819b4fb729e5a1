"""Mistakes that a person can mend: one clear sentence each, never a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class UsageError(Exception):
    """What was asked for cannot be; the message says what would work instead. Exit code 2."""


class RunError(Exception):
    """What was asked for is fine, but this machine or this moment does not allow it. Exit code 1."""


def unknown(kind: str, given: str, known: Iterable[str]) -> UsageError:
    """A `UsageError` for a name that is not known, with the nearest one and all that are."""
    names = list(known)
    near = difflib.get_close_matches(given, names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return UsageError(f"Unknown {kind} {given!r}.{hint} Known: {', '.join(names)}.")
