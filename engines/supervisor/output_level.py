"""What a line of a worker's output is: its level."""

from __future__ import annotations

import re

_ERROR = re.compile(
    r"\b(\w*error|fatal|traceback|\w*exception)\b|^[EF]\d{4} |: [EF] ", re.IGNORECASE
)
_WARNING = re.compile(r"\b\w*warn(ing)?\b|^W\d{4} |: W ", re.IGNORECASE)
_NO_GPU = re.compile(r"\bcuInit\b|\bCUDA_ERROR_NO_DEVICE\b|cuda drivers? (on your|not found)", re.I)


def of_no_gpu(line: str) -> bool:
    """Whether a framework says that it found no GPU, which TensorFlow calls an error on each machine
    without one."""
    return _NO_GPU.search(line) is not None


def level_of(line: str) -> str:
    """`error`, `warning` or `info`, from the words and prefixes that the frameworks use."""
    if _ERROR.search(line):
        return "error"
    return "warning" if _WARNING.search(line) else "info"
