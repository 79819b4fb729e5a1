"""The end of a run log, read without all that comes before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from engines.events import (
    AnyEvent,
    Crashed,
    Evaluated,
    Phase,
    Started,
    Steps,
)
from engines.progress import LaneProgress
from engines.runlog.decoder import BadLine, event_in
from engines.runlog.passed_over import PassedOver

TAIL = 1 << 16
"""Bytes that are read."""
FURTHER = 1 << 18
"""Bytes that are read where those do not tell of every lane."""


@dataclass
class LogEnd:
    """What the last part of a log tells."""

    at: float | None = None
    """The latest time in it, in seconds; None where no event can be read."""
    whole: bool = False
    """Whether that part is all of the log."""
    damaged: bool = False
    """Whether a line of it cannot be read, a torn last one aside."""
    lanes: dict[str, LaneProgress] = field(default_factory=dict)
    """Those of which it tells how they are."""
    evaluated: dict[str, int] = field(default_factory=dict)
    """Lane -> the step of its first evaluation in it."""

    def status(self, lane: str) -> str | None:
        """`finished`, `stopped`, `crashed`, or `running` where it ends in the midst of it; None
        where it does not tell."""
        return self.lanes[lane].status if lane in self.lanes else None

    def steps(self, lane: str) -> int | None:
        """The last step that is told of, None where none is."""
        known = self.lanes.get(lane)
        if known and (known.step or known.attempt):
            return known.step
        return self.evaluated.get(lane)


def read_end(path: Path, size: int, tail: int = TAIL) -> LogEnd:
    """What the last `tail` bytes of a log of `size` bytes tell; raises `OSError` if it cannot be read."""
    with open(path, "rb") as file:
        begin = max(0, size - tail)
        file.seek(begin)
        lines = file.read(size - begin).split(b"\n")
    end = LogEnd(whole=begin == 0)
    torn = lines.pop()
    for line in lines[1:]:
        if not _take(end, line):
            end.damaged = True
    if torn and lines:
        _take(end, torn)
    return end


def _take(end: LogEnd, line: bytes) -> bool:
    try:
        event = event_in(line, PassedOver())
    except BadLine:
        return False
    if event is not None:
        end.at = max(end.at or 0.0, event.at)
        _note(end, event)
    return True


def _note(end: LogEnd, event: AnyEvent) -> None:
    if isinstance(event, Started | Phase | Crashed | Steps):
        end.lanes.setdefault(event.lane, LaneProgress()).apply(event)
    elif isinstance(event, Evaluated):
        end.evaluated.setdefault(event.lane, event.step)
