"""What a line of a worker's output is: its level."""

from __future__ import annotations

import re

_ERROR = re.compile(
    r"\b(\w*error|fatal|traceback|\w*exception)\b|^[EF]\d{4} |: [EF] ", re.IGNORECASE
)
_WARNING = re.compile(r"\b\w*warn(ing)?\b|^W\d{4} |: W ", re.IGNORECASE)


def level_of(line: str) -> str:
    """`error`, `warning` or `info`, from the words and prefixes that the frameworks use."""
    if _ERROR.search(line):
        return "error"
    return "warning" if _WARNING.search(line) else "info"
