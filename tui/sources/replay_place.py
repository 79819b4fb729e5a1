"""What a person writes to say where in a run to go: `300`, `12.5s`, `1:05`, `end`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engines.errors import UsageError

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d{1,2}(?:\.\d*)?)")
_SECONDS = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*(s|m|h)", re.IGNORECASE)
_STEP = re.compile(r"(?:step\s*)?(\d[\d,_]*)", re.IGNORECASE)
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}
HINT = "300, 12.5s, 1:05, start or end"


@dataclass(frozen=True)
class Place:
    """A step, or a time in seconds; one of them is None. The end is an infinite time."""

    step: int | None = None
    seconds: float | None = None


def parse_place(text: str) -> Place:
    """The place that is meant; raises `UsageError` if it is none."""
    text = text.strip()
    if text.lower() == "end":
        return Place(seconds=float("inf"))
    if text.lower() in ("start", "begin", "home"):
        return Place(seconds=0.0)
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = match.groups()
        return Place(seconds=int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds))
    if match := _SECONDS.fullmatch(text):
        return Place(seconds=float(match[1]) * _UNITS[match[2].lower()])
    if match := _STEP.fullmatch(text):
        return Place(step=int(match[1].replace(",", "").replace("_", "")))
    raise UsageError(f"{text!r} is no place in a run: write {HINT}.")
