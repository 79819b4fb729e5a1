"""Lines of an asciicast, version 2 or 3 (docs.asciinema.org/manual/asciicast)."""

from __future__ import annotations

import json

SUFFIX = ".cast"
BEGIN = "\x1b[0m\x1b[?7l\x1b[?25l\x1b[2J"
"""A clear screen without cursor, on which a long line does not wrap: what Textual paints on."""
END = "\x1b[0m\x1b[?7h\x1b[?25h"
"""The cursor comes back to whoever plays the recording in a terminal."""


def header_line(
    version: int,
    columns: int,
    rows: int,
    *,
    title: str = "",
    timestamp: int | None = None,
    term: str = "xterm-256color",
) -> str:
    """The first line, with its newline; `timestamp` is Unix time in seconds."""
    header: dict[str, object] = {"version": version}
    if version == 2:
        header |= {"width": columns, "height": rows}
    else:
        header["term"] = {"cols": columns, "rows": rows, "type": term}
    if timestamp is not None:
        header["timestamp"] = timestamp
    if title:
        header["title"] = title
    if version == 2:
        header["env"] = {"TERM": term}
    return _line(header)


class CastLines:
    """Event lines in order of time; pauses longer than `idle_seconds` are cut to it."""

    def __init__(self, version: int, idle_seconds: float | None = None) -> None:
        self.version = version
        self._idle = idle_seconds
        self._came: float | None = None
        self._at = 0.0
        self._told = 0
        """Milliseconds of the last line: v3 intervals are differences of these, so nothing drifts."""

    def line(self, at: float, code: str, data: str) -> str:
        """An event of `at` seconds since the beginning: `o` output, `m` marker, `r` resize, `x` exit."""
        pause = max(0.0, at - (0.0 if self._came is None else self._came))
        self._came = max(at, self._came or 0.0)
        self._at += pause if self._idle is None else min(pause, self._idle)
        told = max(self._told, round(self._at * 1000))
        shown = told if self.version == 2 else told - self._told
        self._told = told
        return _line([shown / 1000, code, data])


def _line(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
