"""Reading an asciicast, version 2 or 3, plain or gzipped."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from engines.errors import RunError
from engines.regular_file import open_regular


@dataclass(frozen=True)
class CastEvent:
    """Something that happened `at` seconds after the beginning."""

    at: float
    code: str
    """`o` output, `i` input, `m` marker, `r` resize, `x` exit."""
    data: str


class CastReader:
    """A cast's size, and its events; a torn last line, what a kill leaves, is passed over."""

    def __init__(self, path: Path) -> None:
        """Read the header; raises `RunError` for what is no asciicast."""
        self.path = path
        with self._open() as file:
            header = self._header(self._line(file))
        self.version: int = header["version"]
        term = header["term"] if self.version == 3 else header
        names = ("cols", "rows") if self.version == 3 else ("width", "height")
        try:
            self.columns, self.rows = (int(term[name]) for name in names)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise RunError(f"{path} is no asciicast: its header names no size.") from error
        if not (0 < self.columns <= 1000 and 0 < self.rows <= 1000):
            raise RunError(f"{path}: no screen has {self.columns} x {self.rows} cells.")
        self.title = str(header.get("title") or "")
        self.idle_seconds = _limit(header.get("idle_time_limit"))
        """Longer pauses are shown as if they were so long; None for no limit."""

    def events(self) -> Iterator[CastEvent]:
        """All events in order; raises `RunError` at a line that is none, unless it is the last."""
        at = 0.0
        with self._open() as file:
            self._line(file)
            number, torn = 1, ""
            while line := self._line(file):
                if torn:
                    raise RunError(f"{self.path}, {torn}.")
                number += 1
                if line.startswith("#") or not line.strip():
                    continue
                try:
                    when, code, data = json.loads(line)
                    at = at + float(when) if self.version == 3 else float(when)
                    if not math.isfinite(at):
                        raise ValueError("no moment of a recording")
                    event = CastEvent(at, str(code), str(data))
                except (ValueError, TypeError, OverflowError, RecursionError):
                    torn = f"line {number}, is no event of an asciicast"
                    continue
                yield event

    def _open(self) -> IO[bytes]:
        file = open_regular(self.path)
        try:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
        except OSError as error:
            file.close()
            raise RunError(f"{self.path} cannot be read: {error.strerror}.") from error
        if not packed:
            return file
        file.close()
        return gzip.open(self.path)  # type: ignore[return-value]

    def _line(self, file: IO[bytes]) -> str:
        try:
            return file.readline().decode("utf-8", errors="replace")
        except (OSError, EOFError) as error:
            raise RunError(f"{self.path} cannot be read: it is damaged.") from error

    def _header(self, line: str) -> dict[str, Any]:
        try:
            header = json.loads(line)
        except (ValueError, RecursionError):
            header = None
        if not isinstance(header, dict) or "version" not in header:
            raise RunError(f"{self.path} is no asciicast: its first line is no header.")
        if header["version"] not in (2, 3):
            raise RunError(
                f"{self.path} is an asciicast of version {header['version']}: 2 and 3 can be read."
            )
        if header["version"] == 3 and not isinstance(header.get("term"), dict):
            raise RunError(f"{self.path} is no asciicast: its header names no terminal.")
        return header


def _limit(value: object) -> float | None:
    """A header's `idle_time_limit`, None for what is no length of time."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if number and 0 < value < math.inf else None  # type: ignore[arg-type,operator]
