"""The moments of a run that a person looks for: compilations, changes of mode, crashes, marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.events import (
    AnyEvent,
    Compiled,
    CompileFailed,
    Crashed,
    Header,
    Marked,
    ModeChanged,
    SettingsChanged,
    Started,
)
from engines.replay.index import ReplayIndex
from engines.replay.kept_events import KINDS, NO_LANE, ROW, lane_numbers, row
from engines.runlog.cursor import Damage, LogCursor

INTEREST: tuple[type[AnyEvent], ...] = (
    Compiled, CompileFailed, ModeChanged, SettingsChanged, Crashed, Marked,
)  # fmt: skip
_numbers = [KINDS.index(kind) for kind in INTEREST]


@dataclass(frozen=True)
class Moment:
    """An event of interest."""

    offset: int
    """Where its line begins in the log, in bytes."""
    at: float
    """Seconds since the run started."""
    lane: str
    """Empty where it concerns the whole run."""
    kind: type[AnyEvent]


class Moments:
    """The moments of a log, as far as it is indexed."""

    def __init__(self, cursor: LogCursor) -> None:
        """Begin with none."""
        self._header: Header = cursor.header
        self._path, self._size = cursor.path, cursor.size
        self._rows: NDArray[np.void] = np.zeros(0, ROW)
        self._all: NDArray[np.void] = self._rows
        self.end: float | None = None
        """When the last event is that can be read, in seconds; known after `scan`."""
        self.damage: Damage | None = None
        """Where the log stops being readable; known after `scan`."""
        self.passed = ""
        """What a person is told of what a newer fwdash wrote; known after `scan`."""
        self._letters: tuple[object, tuple[tuple[float, str], ...]] = (None, ())

    def look_at(self, index: ReplayIndex | None) -> None:
        """Take in what an index knows by now."""
        if index is not None:
            self._take(index.rows())

    def scan(self) -> None:
        """Read the whole log for them, which is quick for a short one."""
        cursor = LogCursor(self._path, self._size)
        numbers = lane_numbers(self._header)
        found = []
        end = 0.0
        while (event := cursor.take()) is not None:
            end = max(end, event.at)
            if (kept := row(event, cursor.before, numbers)) is not None:
                found.append(kept)
        cursor.close()
        self._take(np.array(found, ROW))
        self.end, self.damage = end, cursor.damage
        self.passed = cursor.passed.sentence

    def _take(self, rows: NDArray[np.void]) -> None:
        self._all = rows
        lanes = len(self._header.ids)
        ours = (rows["lane"] < lanes) | (rows["lane"] == NO_LANE)
        self._rows = rows[np.isin(rows["kind"], _numbers) & ours]

    def letters(
        self, of: Mapping[type[AnyEvent], str], total: float, most: int
    ) -> tuple[tuple[float, str], ...]:
        """When each was and its kind's letter, without those that cells of `total / most` seconds
        cannot tell apart; the same object until anything changes."""
        key = (len(self._rows), total, most)
        if self._letters[0] != key:
            width = max(total, 1e-9) / most
            seen = {
                (int(min(max(at, 0.0), total) / width), int(kind)): float(at)
                for at, kind in zip(self._rows["at"], self._rows["kind"], strict=True)
            }
            told = tuple((at, of[KINDS[kind]]) for (_, kind), at in seen.items())
            self._letters = key, told
        return self._letters[1]

    def next(self, after: int) -> Moment | None:
        """The first whose line begins at that byte or behind it."""
        return self._moment(int(np.searchsorted(self._rows["offset"], after)))

    def previous(self, before: int) -> Moment | None:
        """The last whose line begins before that byte."""
        return self._moment(int(np.searchsorted(self._rows["offset"], before)) - 1)

    def attempt(self, lane: str, offset: int) -> int:
        """Where the attempt of a lane begins that goes on at that byte, 0 if none has begun."""
        rows = self._all
        number = lane_numbers(self._header)[lane]
        started = rows["offset"][
            (rows["kind"] == KINDS.index(Started))
            & (rows["lane"] == number)
            & (rows["offset"] < offset)
        ]
        return int(started[-1]) if len(started) else 0

    def __len__(self) -> int:
        return len(self._rows)

    def _moment(self, number: int) -> Moment | None:
        if not 0 <= number < len(self._rows):
            return None
        found = self._rows[number]
        lane = int(found["lane"])
        name = "" if lane == NO_LANE else self._header.ids[lane]
        return Moment(int(found["offset"]), float(found["at"]), name, KINDS[found["kind"]])
