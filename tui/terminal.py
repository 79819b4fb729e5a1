"""Whether there is a terminal that a dashboard can be drawn on."""

from __future__ import annotations

import io
import os
import sys

from engines.errors import UsageError

WEB_DRIVERS = (":WebDriver", ":TabDriver")
"""Textual's driver for browsers, and the one of `fwdash serve`."""

DRAWN = "⠿█╭│…·×"
"""Some of the signs that a screen is made of."""


def require_terminal(instead: str = "add --headless to run without a screen") -> None:
    """Raises `UsageError` where the dashboard cannot be shown, saying what works instead.

    In a browser's tab the driver speaks over pipes, and there is a terminal at the other end.
    """
    if os.environ.get("TEXTUAL_DRIVER", "").endswith(WEB_DRIVERS):
        return
    for name, stream in (("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr)):
        if stream is None or not stream.isatty():
            raise UsageError(f"{name} is no terminal: {instead}.")
    if why := encoding_lacks(sys.stdout):
        raise UsageError(f"{why} {instead[0].upper()}{instead[1:]}.")
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise UsageError(
            f"This terminal (TERM is dumb or not set) cannot show a dashboard: {instead}."
        )


def encoding_lacks(stream: object) -> str:
    """Why the charts cannot be written to a stream, in a sentence; empty where they can."""
    encoding = str(getattr(stream, "encoding", None) or "utf-8")
    try:
        DRAWN.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return (
            f"The encoding here is {encoding}, which has none of the signs that charts are made of: "
            "set LC_ALL=C.UTF-8."
        )
    return ""


def forget_exported_size() -> None:
    """Drop COLUMNS and LINES from the environment, so that the size is the terminal's own.

    Textual asks `shutil.get_terminal_size`, which believes a shell that exports them, and then
    no resize changes anything. In a browser's tab they are what the driver goes by.
    """
    if not os.environ.get("TEXTUAL_DRIVER", "").endswith(WEB_DRIVERS):
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)


def write_out_what_an_encoding_lacks() -> None:
    r"""Have standard output and error write `\xe9` for a letter that their encoding has not.

    A summary that a person has waited for must not be lost for a name in it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def let_go_of_a_lost_terminal() -> None:
    """Send what is still to be written nowhere, where the terminal that it was for is gone.

    Python writes out what its streams hold when it ends; where that fails the exit code is 120,
    whatever it was to be.
    """
    streams = [stream for stream in (sys.__stdout__, sys.__stderr__) if stream is not None]
    try:
        for stream in streams:
            stream.flush()
            os.write(stream.fileno(), b"")  # fails too where nothing was left to be written
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in streams:
            os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
