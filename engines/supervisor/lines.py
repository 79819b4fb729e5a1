"""From the bytes that a pipe gives to whole lines, and what a log line's level is."""

from __future__ import annotations

import re

_ERROR = re.compile(
    r"\b(\w*error|fatal|traceback|\w*exception)\b|^[EF]\d{4} |: [EF] ", re.IGNORECASE
)
_WARNING = re.compile(r"\b\w*warn(ing)?\b|^W\d{4} |: W ", re.IGNORECASE)


class LineBuffer:
    """Keeps the part of a line that has come so far."""

    def __init__(self) -> None:
        self._begun = b""

    def lines(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes, without their newlines."""
        *whole, self._begun = (self._begun + data).split(b"\n")
        return whole

    def rest(self) -> list[bytes]:
        """What never got its newline, if anything."""
        rest, self._begun = self._begun, b""
        return [rest] if rest else []


def level_of(line: str) -> str:
    """`error`, `warning` or `info`, from the words and prefixes that the frameworks use."""
    if _ERROR.search(line):
        return "error"
    return "warning" if _WARNING.search(line) else "info"
