"""The end of a run log, read without all that comes before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from engines.events import Crashed, Evaluated, Event, Phase, Steps
from engines.phases import RUNNING, PhaseName, status_of
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
    status: dict[str, str] = field(default_factory=dict)
    """Lane -> `finished`, `stopped`, `crashed`, or `running` where it ends in the midst of it."""
    steps: dict[str, int] = field(default_factory=dict)
    """Lane -> the last step that is told of."""


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


def _note(end: LogEnd, event: Event) -> None:
    match event:
        case Phase(lane=lane, phase=phase):
            end.status[lane] = status_of(phase)
        case Crashed(lane=lane):
            end.status[lane] = PhaseName.CRASHED
        case Steps(lane=lane):
            end.status[lane] = RUNNING
            end.steps[lane] = event.first + len(event.losses) - 1
        case Evaluated(lane=lane, step=step):
            end.steps.setdefault(lane, step)
