"""A replay's index as it is read: checkpoints by place, time and step, and the run at each."""

from __future__ import annotations

import mmap
import os
import weakref
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.replay.checkpoint import restore
from engines.replay.frames import MAGIC, Checkpoint, ColumnPart, End, Identity, unpack
from engines.replay.kept_events import ROW, Kept
from engines.run.parity import RecentLosses
from engines.run.run import Run
from engines.run.series import SeriesHead
from engines.runlog.cursor import LogCursor


class ReplayIndex:
    """What is written so far of an index file; it may go on growing while it is built."""

    def __init__(self, path: Path, log: Identity, cursor: LogCursor) -> None:
        """Open an index of that log; raises `OSError`, or `ValueError` if it is not of that log.

        `cursor` reads the log, and is not moved.
        """
        # A pipe in its place is not waited for.
        self._file = open(path, "rb", opener=_at_once)  # noqa: SIM115 - as long as the index lives
        self.close = weakref.finalize(self, self._file.close)
        """Lets go of the file; so does being forgotten."""
        self._log = log
        self._cursor = cursor
        self.lanes = [spec.id for spec in cursor.header.lanes]
        """The lanes in the order of `Checkpoint.steps`."""
        self._end = 0
        """Bytes of the index that were read."""
        self.checkpoints: list[Checkpoint] = []
        self.end: End | None = None
        """Where the log ends or is damaged, once all of it is indexed."""
        self._rows: list[NDArray[np.void]] = []
        self._ends: list[int] = []
        """Rows up to each checkpoint."""
        self._joined: NDArray[np.void] = np.zeros(0, ROW)
        self._columns: defaultdict[int, list[tuple[int, ColumnPart]]] = defaultdict(list)
        self._losses: defaultdict[int, list[tuple[int, memoryview]]] = defaultdict(list)
        self._identified = False
        try:
            self.poll()
        except ValueError:
            self.close()
            raise

    @property
    def offset(self) -> int:
        """Bytes of the log that are indexed."""
        if self.end is not None:
            return self.end.offset
        return self.checkpoints[-1].offset if self.checkpoints else 0

    def poll(self) -> bool:
        """Take in what was written since the last time; whether there was anything.

        Raises:
            ValueError: If the file is no index of this log, or damaged.
        """
        size = os.fstat(self._file.fileno()).st_size
        if size <= self._end or self.end is not None:
            return False
        begin = self._end - self._end % mmap.ALLOCATIONGRANULARITY
        mapped = mmap.mmap(self._file.fileno(), size - begin, access=mmap.ACCESS_READ, offset=begin)
        data = memoryview(mapped)
        at = self._end - begin
        if self._end == 0:
            if data[: len(MAGIC)] != MAGIC[: len(data)]:
                raise ValueError("this is no index")
            if len(data) < len(MAGIC):
                return False
            at = len(MAGIC)
        for frame, after in unpack(data, at):
            self._take(frame)
            at = after
        found = begin + at > self._end
        self._end = begin + at
        return found

    def _take(self, frame: Identity | Checkpoint | End) -> None:
        if self._identified != (not isinstance(frame, Identity)) or self.end is not None:
            raise ValueError("frames in a wrong order")
        match frame:
            case Identity():
                if frame != self._log:
                    raise ValueError("this is the index of another log")
                self._identified = True
            case End():
                self.end = frame
            case Checkpoint():
                if frame.offset < self.offset or frame.offset > self._log.size:
                    raise ValueError("a checkpoint out of the log")
                number = len(self.checkpoints)
                self.checkpoints.append(frame)
                self._rows.append(np.frombuffer(frame.rows, ROW))
                self._ends.append((self._ends[-1] if self._ends else 0) + len(self._rows[-1]))
                for part in frame.columns:
                    self._columns[part.number].append((number, part))
                for losses in frame.losses:
                    self._losses[losses.number].append((number, losses.data))

    def rows(self, number: int | None = None) -> NDArray[np.void]:
        """The kept events' rows up to a checkpoint, or all. Shape (n,), dtype `ROW`."""
        if self._ends and len(self._joined) < self._ends[-1]:
            self._joined = np.concatenate(self._rows)
        return self._joined if number is None else self._joined[: self._ends[number]]

    def kept(self, number: int) -> Kept:
        """The kept events up to a checkpoint."""
        return Kept(self.rows(number), self._cursor.header, self._cursor.event_at)

    def run(self, number: int) -> Run:
        """The run at a checkpoint; raises `ValueError` if the index does not hold it."""
        if os.fstat(self._file.fileno()).st_size < self._end:
            # To read what is mapped and no longer there would end the process (SIGBUS).
            raise ValueError("the index was cut short")
        checkpoint = self.checkpoints[number]
        store = _Upto(number, self._columns, self._losses)
        return restore(self._cursor.header, checkpoint.run, store, self.kept(number))

    def last_at(self, seconds: float) -> int:
        """The last checkpoint that is not after that time, -1 if none."""
        return bisect_right(self.checkpoints, seconds, key=lambda one: one.at) - 1

    def last_before(self, offset: int) -> int:
        """The last checkpoint that is not behind that byte of the log, -1 if none."""
        return bisect_right(self.checkpoints, offset, key=lambda one: one.offset) - 1


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


class _Upto:
    """What the checkpoints up to one of them keep."""

    def __init__(
        self,
        number: int,
        columns: dict[int, list[tuple[int, ColumnPart]]],
        losses: dict[int, list[tuple[int, memoryview]]],
    ) -> None:
        self._number = number
        self._columns = columns
        self._losses = losses

    def closed(self, number: int, head: SeriesHead) -> NDArray[np.float64]:
        """The closed buckets of a series."""
        parts: list[NDArray[np.float64]] = []
        parts_known = self._columns.get(number, [])
        newest = bisect_right(parts_known, self._number, key=lambda part: part[0])
        for _, part in reversed(parts_known[:newest]):
            if part.width != head.width:
                break
            parts.append(np.frombuffer(part.data).reshape(7, -1))
            if part.first == 0:
                break
        return np.concatenate(parts[::-1], axis=1) if parts else np.zeros((7, 0))

    def losses(self, number: Any) -> RecentLosses:
        """The losses of a lane."""
        known = self._losses.get(int(number), [])
        newest = bisect_right(known, self._number, key=lambda part: part[0])
        return RecentLosses.of([np.frombuffer(data) for _, data in known[:newest]])
