"""All that a piece of code says, whatever says it: Python, a C++ library, a warning, a logger."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

LOGGERS = ("", "tensorflow", "absl", "torch", "jax")
"""Some hand nothing on to the root."""
SILENT = (DeprecationWarning, PendingDeprecationWarning, FutureWarning, ImportWarning)
"""Warnings that are about a framework's future, not about what it does now."""


class Captured(logging.Handler):
    """What was said; complete once the code has ended."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.output = ""
        """What came on standard output."""
        self.errors = ""
        """What came on standard error."""
        self.warnings: list[str] = []
        """Python's warnings and those of loggers, with the place that they name."""
        self._records: set[int] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a logger's warning once, however many loggers hand it on."""
        if id(record) not in self._records:
            self._records.add(id(record))
            self.warnings.append(record.getMessage())

    def warn(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        """Keep a warning, and show it as Python does."""
        text = warnings.formatwarning(message, category, filename, lineno, line)
        sys.stderr.write(text)
        if not issubclass(category, SILENT):
            self.warnings.append(text.rstrip())


@contextmanager
def captured() -> Iterator[Captured]:
    """Keep what is said inside, from the file descriptors up."""
    kept = Captured()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        loggers = [logging.getLogger(name) for name in LOGGERS]
        with _redirected(1, out.fileno()), _redirected(2, err.fileno()), warnings.catch_warnings():
            warnings.showwarning = kept.warn
            for logger in loggers:
                logger.addHandler(kept)
            try:
                yield kept
            finally:
                for logger in loggers:
                    logger.removeHandler(kept)
        kept.output, kept.errors = _read(out.fileno()), _read(err.fileno())


@contextmanager
def _redirected(number: int, to: int) -> Iterator[None]:
    sys.stdout.flush()
    sys.stderr.flush()
    before = os.dup(number)
    os.dup2(to, number)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(before, number)
        os.close(before)


def _read(descriptor: int) -> str:
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, size, 0).decode("utf-8", "replace")
