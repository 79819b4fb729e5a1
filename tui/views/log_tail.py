"""The last lines that lanes and fwdash itself wrote, and which of them a person wants to see."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from engines.events import AnyEvent, Crashed, Logged

LINES = 5000
"""How many lines are kept; the run log on disk has all."""
LONGEST = 2000
"""Characters of a line that are kept."""
LEVELS = ("info", "warning", "error")


@dataclass(frozen=True)
class LogLine:
    """One line of output; `lane` is empty where fwdash itself wrote it."""

    number: int
    """Counted from 0 over the whole run."""
    at: float
    """Seconds since the run started."""
    lane: str
    level: str
    text: str


class LogTail:
    """The last lines in the order of their coming; `total` counts the forgotten ones too."""

    def __init__(self) -> None:
        self.lines: deque[LogLine] = deque(maxlen=LINES)
        self.total = 0
        self.moves = 0
        """Grows when a replay moves to another moment: `total` may be smaller then."""

    def become(self, before: int, events: Iterable[AnyEvent]) -> None:
        """Hold what was written up to another moment: some lines after `before` forgotten ones."""
        self.lines.clear()
        self.total = before
        self.moves += 1
        self.add(events)

    def add(self, events: Iterable[AnyEvent]) -> None:
        """Keep the lines among some events; a crash is one too."""
        for event in events:
            if isinstance(event, Logged):
                self._keep(event.at, event.lane, event.level, event.line)
            elif isinstance(event, Crashed):
                self._keep(event.at, event.lane, "error", f"crashed: {event.reason}")

    def since(self, number: int) -> list[LogLine]:
        """The lines from `number` on, as far as they are still kept."""
        missing = self.total - max(number, self.total - len(self.lines))
        if missing <= 0:
            return []
        newest: list[LogLine] = []
        for line in reversed(self.lines):
            if len(newest) == missing:
                break
            newest.append(line)
        return newest[::-1]

    def _keep(self, at: float, lane: str, level: str, line: str) -> None:
        text = line[:LONGEST].rstrip()
        if len(line) > LONGEST:
            text += f" … {len(line) - LONGEST:,} characters more"
        self.lines.append(LogLine(self.total, at, lane, level, text))
        self.total += 1


class LogChoice:
    """The lines of a tail that pass a filter, and those in which something is found."""

    def __init__(self, tail: LogTail) -> None:
        self._tail = tail
        self.lane = ""
        """The one lane to show; empty for all."""
        self.level = "info"
        """The least level to show."""
        self.sought = ""
        """What is looked for, in any case of letters."""
        self.lines: list[LogLine] = []
        self.found: list[int] = []
        """Numbers of the lines in `lines` that have what is sought."""
        self._seen = 0
        self._moves = tail.moves

    def choose(
        self, *, lane: str | None = None, level: str | None = None, sought: str | None = None
    ) -> None:
        """Change what is shown or sought, and look through all lines again."""
        self.lane = self.lane if lane is None else lane
        self.level = self.level if level is None else level
        self.sought = self.sought if sought is None else sought
        self.lines, self.found, self._seen = [], [], 0
        self.update()

    def update(self) -> bool:
        """Take in what came since the last time; whether anything changed."""
        moved = self._moves != self._tail.moves
        if moved:
            self._moves = self._tail.moves
            self.lines, self.found, self._seen = [], [], 0
        fresh = self._tail.since(self._seen)
        if not fresh:
            return moved
        self._seen = self._tail.total
        passed = [line for line in fresh if self.passes(line)]
        self.lines += passed
        if self.sought:
            sought = re.compile(re.escape(self.sought), re.IGNORECASE)
            self.found += [line.number for line in passed if sought.search(line.text)]
        self._forget(self._tail.lines[0].number)
        return True

    def passes(self, line: LogLine) -> bool:
        """Whether a line is to be shown."""
        if self.lane and line.lane != self.lane:
            return False
        return level_rank(line.level) >= level_rank(self.level)

    def index(self, number: int) -> int:
        """Where in `lines` the line of that number is, or the next one if it is not shown."""
        return bisect_left(self.lines, number, key=lambda line: line.number)

    def _forget(self, oldest: int) -> None:
        """Let go of what the tail has let go of."""
        del self.lines[: self.index(oldest)]
        del self.found[: bisect_left(self.found, oldest)]


def level_rank(level: str) -> int:
    """0 for info and whatever is unknown, more for what is worse."""
    return LEVELS.index(level) if level in LEVELS else 0
