"""A run folded up to any moment of its log: forwards event by event, backwards from a checkpoint."""

from __future__ import annotations

import time
from dataclasses import dataclass

from engines.events import AnyEvent, Crashed, Logged, Steps
from engines.replay.goals import Goal, first_steps
from engines.replay.index import ReplayIndex
from engines.replay.kept_events import Kept
from engines.run.run import Run
from engines.runlog.cursor import Damage, LogCursor


@dataclass(frozen=True)
class Output:
    """The newest lines of output at a moment, and how many there were before them."""

    before: int
    events: list[AnyEvent]


class Fold:
    """A run and the place in its log that it was folded up to."""

    def __init__(self, cursor: LogCursor) -> None:
        """Begin at the beginning."""
        self.cursor = cursor
        self.run = Run(cursor.header)
        self.index: ReplayIndex | None = None
        self.in_part = False
        """Whether the last event was folded only in part."""
        self.damage: Damage | None = None
        """Where the log stops being readable, once it was folded up to there."""

    @property
    def at_end(self) -> bool:
        """Whether nothing follows."""
        return not self.in_part and (self.damage is not None or self.cursor.peek() is None)

    def start(self, goal: Goal, lines: int, leap: int) -> Output | None:
        """Go to the best place to fold on from towards a goal.

        Args:
            goal: Where to.
            lines: How many lines of output are wanted.
            leap: Bytes from which on leaving events out by a checkpoint is quicker than folding them.

        Returns:
            The output at that place if the run is at another one now, None if it stayed.

        Raises:
            ValueError: If the index is of no use; nothing has changed then.
        """
        back = self.in_part or goal.passed(self.run, self.cursor.offset)
        number = goal.checkpoint(self.index) if self.index is not None else -1
        if number < 0 or self.index is None:
            if not back:
                return None
            self._place(Run(self.cursor.header), self.cursor.begin, 1)
            return Output(0, [])
        checkpoint = self.index.checkpoints[number]
        if not back and checkpoint.offset - self.cursor.offset < leap:
            return None
        run = self.index.run(number)
        output = _output(self.index.kept(number), lines)
        self._place(run, checkpoint.offset, checkpoint.line)
        return output

    def advance(
        self, goal: Goal, deadline: float, *, keep: bool = True
    ) -> tuple[list[AnyEvent], bool]:
        """Fold on towards a goal until `time.monotonic()` says `deadline`.

        Returns:
            The events that were folded if they are to be kept, and whether the goal or the end of
            the log is reached.
        """
        folded: list[AnyEvent] = []
        cursor, run = self.cursor, self.run
        began = cursor.offset
        while self.damage is None:
            event = cursor.peek()
            if event is None:
                self.damage = cursor.damage
                break
            if goal.here(run, cursor.offset, event):
                count = goal.part(event)
                if count and isinstance(event, Steps):
                    self._apply(first_steps(event, count))
                    self.in_part = True
                break
            # One at least, or a machine that is slow enough would never come further.
            if cursor.offset != began and time.monotonic() > deadline:
                return folded, False
            if not self._apply(event):
                break
            cursor.take()
            if keep:
                folded.append(event)
        return folded, True

    def _apply(self, event: AnyEvent) -> bool:
        try:
            self.run.apply(event)
        except (ValueError, ArithmeticError, LookupError, TypeError, MemoryError) as error:
            line = self.cursor.line + 1
            self.damage = Damage(line, f"line {line} cannot be true: {error}")
            return False
        return True

    def _place(self, run: Run, offset: int, line: int) -> None:
        self.run.become(run)
        self.cursor.go_to(offset, line)
        self.in_part = False
        self.damage = None


def _output(kept: Kept, lines: int) -> Output:
    events = kept.events(None, (Logged, Crashed), most=lines)
    return Output(kept.count(None, (Logged, Crashed)) - len(events), events)
