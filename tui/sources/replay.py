"""A logged run as a source: the log stands where the supervisor stood, and can be moved through."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engines.events import AnyEvent, Logged
from engines.replay.fold import Fold
from engines.replay.goals import AtPlace, AtStep, AtTime, Goal
from engines.replay.indexing import WORTH, Indexing
from engines.replay.logged_machine import logged_machine
from engines.replay.moments import Moment, Moments
from engines.runlog.cursor import Damage, LogCursor
from engines.runlog.end import read_end
from tui.sources.watched import Watched
from tui.views.log_tail import LINES

if TYPE_CHECKING:
    from engines.run.run import Run
    from tui.views.log_tail import LogTail

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
WORK = 0.03
"""Seconds of folding in a tick: a key must not wait for more."""
LEAP = 1 << 17
"""Bytes of the log from which on a seek uses a checkpoint rather than fold on."""
LEAP_PLAYING = 1 << 18
REFUSAL = "This is a run log: a replay can be watched and moved through, but told nothing."


class Replay(Watched):
    """A `Source` over a run log; owns where the replay is and how fast it goes."""

    def __init__(
        self,
        path: Path,
        speed: float = 1.0,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open a log, at its beginning and playing.

        Raises:
            RunError: If it cannot be read, is no run log, or was written by a newer fwdash.
        """
        cursor = LogCursor(path)
        super().__init__(cursor.header, path, REFUSAL, machine=logged_machine(cursor.header))
        self.fold = Fold(cursor)
        self.indexing = Indexing(cursor)
        self.moments = Moments(cursor)
        self.playing = True
        self.speed = speed
        self.position = 0.0
        """Seconds since the run started."""
        self.goal: Goal | None = None
        """Where it is on its way to."""
        self._more = False
        self._clock = clock
        self._begun = False
        self._last: float | None = None
        self._told_in = -1
        """The move of the output's tail in which what was passed over was told."""
        self._tail_at = read_end(path, cursor.size).at or 0.0

    # What any source does.

    @property
    def transport(self) -> Replay:
        """A replay is moved through by itself."""
        return self

    @property
    def more(self) -> bool:
        """Whether `carry` has more to do at once, as soon as keys are answered."""
        return self._more

    def start(self) -> None:
        """Begin to play, and to index the log if it has no index."""
        if not self._begun:
            self._begun = True
            self._last = self._clock()
            self.indexing.start()
            self.fold.index = self.indexing.index
            if self.fold.cursor.size < WORTH:
                self.moments.scan()
            else:
                self.moments.look_at(self.fold.index)

    def drain(self) -> list[AnyEvent]:
        """Nothing: `carry` folds what the replay comes to, for it goes backwards too."""
        return []

    def now(self) -> float:
        """Where the replay is, in seconds since the run started."""
        return self.position

    def close(self) -> None:
        """Stop indexing."""
        self.indexing.close()

    def share(self, run: Run) -> None:
        """Fold into a run that others look at."""
        run.become(self.fold.run)
        self.fold.run = run

    # Where it is.

    @property
    def total(self) -> float:
        """Seconds from the run's start to the end of what can be read, as far as is known."""
        index = self.fold.index
        if index is not None and index.end is not None:
            return index.end.at
        if self.moments.end is not None:
            return self.moments.end
        if self.fold.at_end:
            return self.fold.run.at
        return max(self._tail_at, self.fold.run.at)

    @property
    def damage(self) -> Damage | None:
        """Where the log stops being readable, once that is known."""
        index = self.fold.index
        if index is not None and index.end is not None and index.end.damaged_line is not None:
            return Damage(index.end.damaged_line, index.end.reason)
        return self.fold.damage or self.moments.damage

    @property
    def passed(self) -> str:
        """What is to be told of what a newer fwdash wrote into the log, once that is known."""
        index = self.fold.index
        return (
            index.end.passed if index is not None and index.end is not None else self.moments.passed
        )

    @property
    def seeking(self) -> bool:
        """Whether it is on its way to where a key sent it."""
        return self.goal is not None

    @property
    def sought(self) -> float | None:
        """The time that it is on its way to, in seconds since the run started."""
        return self.goal.seconds if isinstance(self.goal, AtTime) else None

    @property
    def indexed(self) -> float | None:
        """The share of the log that is indexed, None where nothing is being indexed."""
        return self.indexing.share if self.indexing.building else None

    @property
    def unseen(self) -> str:
        """Why not every moment of interest may be known."""
        if self.indexing.failed and self.fold.cursor.size >= WORTH:
            return ": the log could not be indexed"
        return " as far as it is indexed" if self.indexing.building else ""

    def letters(
        self, letters: Mapping[type[AnyEvent], str], cells: int
    ) -> tuple[tuple[float, str], ...]:
        """When events of these kinds happened, each letter once for each cell of the whole run."""
        return self.moments.letters(letters, self.total, cells)

    @property
    def at_end(self) -> bool:
        """Whether there is nothing more to play."""
        return self.fold.at_end and self.position >= self.fold.run.at

    # Moving. All of it is done at the next tick.

    def play_or_pause(self) -> None:
        """Go on, from the beginning if it is at the end; or stand still."""
        if self.playing and not self.at_end:
            self.playing = False
            return
        self.playing = True
        if self.at_end:
            self.goal = AtTime(0.0)

    def to_time(self, seconds: float) -> None:
        """Go to a time, in seconds since the run started."""
        self.goal = AtTime(min(max(0.0, seconds), self.total))

    def by_time(self, seconds: float) -> None:
        """Go so many seconds on, or back."""
        goal = self.goal
        self.to_time((goal.seconds if isinstance(goal, AtTime) else self.position) + seconds)

    def to_step(self, lane: str, step: int) -> None:
        """Stand still after so many steps of a lane in its present attempt."""
        self.playing = False
        if step > 0:
            self.goal = AtStep(lane, step, self.moments.attempt(lane, self.fold.cursor.offset))
        else:
            self.goal = AtTime(0.0)

    def by_step(self, lane: str, by: int) -> None:
        """Stand still some steps of a lane further on, or back."""
        goal = self.goal
        on_its_way = isinstance(goal, AtStep) and goal.lane == lane
        here = goal.step if isinstance(goal, AtStep) and on_its_way else self.step(lane)
        self.to_step(lane, here + by)

    def step(self, lane: str) -> int:
        """How many steps a lane has done here."""
        return self.fold.run.lanes[lane].step

    def to_moment(self, by: int) -> Moment | None:
        """Stand still at the next moment of interest, or the one before; None if there is none."""
        cursor, goal = self.fold.cursor, self.goal
        before, after = cursor.before, cursor.offset
        if isinstance(goal, AtPlace):
            before, after = goal.offset - 1, goal.offset
        moment = self.moments.next(after) if by > 0 else self.moments.previous(before)
        if moment is not None:
            self.playing = False
            self.goal = AtPlace(moment.offset + 1)
        return moment

    def faster(self, by: int) -> float:
        """The next speed up or down; that speed."""
        above = [speed for speed in SPEEDS if speed > self.speed]
        below = [speed for speed in SPEEDS if speed < self.speed]
        self.speed = (above or SPEEDS[-1:])[0] if by > 0 else (below or SPEEDS[:1])[-1]
        return self.speed

    # The tick.

    def carry(self, tail: LogTail) -> None:
        """Bring the run and the output to where the replay is by now; works for a bounded time."""
        if not self._begun:
            return
        self._move(tail)
        if self.passed and self._told_in != tail.moves:
            self._told_in = tail.moves
            tail.add([Logged(at=self.fold.run.at, line=self.passed, level="warning")])

    def _move(self, tail: LogTail) -> None:
        now = self._clock()
        passed = 0.0 if self._last is None else now - self._last
        self._last = now
        if self.indexing.poll():
            self.fold.index = self.indexing.index
            self.moments.look_at(self.fold.index)
        deadline = time.monotonic() + WORK
        if self.goal is not None:
            self._more = not self._waits(self.goal)
            if not self._more:
                return
            if self._towards(self.goal, tail, LEAP, deadline):
                goal, self.goal = self.goal, None
                run = self.fold.run
                self.position = goal.seconds if isinstance(goal, AtTime) else run.at
                self._more = False
        elif self.playing:
            wanted = self.position + passed * self.speed
            done = self._towards(AtTime(wanted), tail, LEAP_PLAYING, deadline)
            self.position = wanted if done else max(self.position, self.fold.run.at)
            if self.fold.at_end and self.position >= self.fold.run.at:
                self.position = self.fold.run.at
                self.playing = False

    def _waits(self, goal: Goal) -> bool:
        """Whether the index will soon know a better way to the goal than folding all up to there."""
        if not self.indexing.building:
            return False
        index = self.fold.index
        if index is not None and (index.end is not None or goal.indexed(index)):
            return False
        return not goal.near(self.fold.run)

    def _towards(self, goal: Goal, tail: LogTail, leap: int, deadline: float) -> bool:
        """Go on towards a goal; whether it is reached, or the end."""
        fold = self.fold
        try:
            output = fold.start(goal, LINES, leap)
        except ValueError:
            self.indexing.give_up()
            fold.index = None
            output = fold.start(goal, LINES, leap)
        if output is not None:
            tail.become(output.before, output.events)
        events, done = fold.advance(goal, deadline)
        tail.add(events)
        return done
