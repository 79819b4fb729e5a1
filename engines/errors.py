"""Mistakes that a person can mend: one clear sentence each, never a traceback."""

from __future__ import annotations

from collections.abc import Iterable

from engines.slip import meant


class UsageError(Exception):
    """What was asked for cannot be; the message says what would work instead. Exit code 2."""


class RunError(Exception):
    """What was asked for is fine, but this machine or this moment does not allow it. Exit code 1."""


def unknown(kind: str, given: str, known: Iterable[str]) -> UsageError:
    """A `UsageError` for a name that is not known, with all that are; a slip of the pen is corrected."""
    names = list(known)
    near = meant(given, names)
    hint = f" Did you mean {near!r}?" if near else ""
    return UsageError(f"Unknown {kind} {given!r}.{hint} Known: {', '.join(names)}.")
