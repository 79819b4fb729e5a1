"""Builds the index of a run log: `python -m engines.replay.build LOG INDEX SIZE CHANGED HEAD`.

Building folds the whole log, which takes a core for as long as it takes: no dashboard waits for it.
What is written so far can be used while the rest is built.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

import numpy as np

from engines.events import AnyEvent, Started
from engines.replay.checkpoint import capture
from engines.replay.frames import (
    MAGIC,
    Checkpoint,
    ColumnPart,
    End,
    Identity,
    LossPart,
    pack,
)
from engines.replay.kept_events import ROW, lane_numbers, row
from engines.run.parity import RecentLosses
from engines.run.run import Run
from engines.run.series import Series
from engines.runlog.cursor import LogCursor

EVERY_BYTES = 1 << 17
"""Bytes of the log between two checkpoints: folding as much takes a fraction of 100 ms."""
EVERY_EVENTS = 400


class Writer:
    """Writes checkpoints of a run, each with what is new since the one before."""

    def __init__(self, file: BinaryIO, run: Run) -> None:
        self._file = file
        self._run = run
        self._numbers = lane_numbers(run.header)
        self._begun: dict[str, int] = {}
        self._rows: list[tuple[int, float, int, int]] = []
        self._known: dict[int, tuple[Series | RecentLosses, int]] = {}
        """By id: the object, which must live for that, and its number."""
        self._columns: dict[int, tuple[int, int]] = {}
        """Number -> (width, buckets kept)."""
        self._ends: dict[int, int] = {}
        """Number -> losses kept."""
        self._column_parts: list[ColumnPart] = []
        self._loss_parts: list[LossPart] = []

    def saw(self, event: AnyEvent, offset: int) -> None:
        """Note where an event lies that is folded before the next checkpoint is written."""
        if isinstance(event, Started):
            self._begun[event.lane] = offset
        if (kept := row(event, offset, self._numbers)) is not None:
            self._rows.append(kept)

    def write(self, offset: int, line: int) -> None:
        """Write a checkpoint of the run as it is now."""
        document = capture(self._run, self._begun, self)
        rows = np.array(self._rows, dtype=ROW).tobytes()
        frame = Checkpoint(
            offset=offset,
            line=line,
            at=self._run.at,
            steps=tuple(lane.step for lane in self._run.lanes.values()),
            rows=memoryview(rows),
            columns=tuple(self._column_parts),
            losses=tuple(self._loss_parts),
            run=memoryview(document),
        )
        self._file.write(pack(frame))
        self._file.flush()
        self._rows, self._column_parts, self._loss_parts = [], [], []

    def series(self, series: Series) -> int:
        """Keep the buckets that were closed since the last checkpoint."""
        number = self._number(series)
        width, kept = self._columns.get(number, (0, 0))
        if width != series.width:
            kept = 0
        closed = series.closed(kept)
        if closed.shape[1]:
            data = memoryview(closed.tobytes())
            self._column_parts.append(ColumnPart(number, series.width, kept, data))
        self._columns[number] = series.width, kept + closed.shape[1]
        return number

    def losses(self, losses: RecentLosses) -> int:
        """Keep the losses that came since the last checkpoint."""
        number = self._number(losses)
        kept = self._ends.get(number, 0)
        if losses.end > kept:
            fresh = losses.between(kept + 1, losses.end)
            self._loss_parts.append(LossPart(number, memoryview(fresh.tobytes())))
        self._ends[number] = losses.end
        return number

    def _number(self, part: Series | RecentLosses) -> int:
        return self._known.setdefault(id(part), (part, len(self._known)))[1]


def build(log: Path, of: Identity, file: BinaryIO) -> None:
    """Write the index of a log, as it was when it was `of`; raises `RunError` as `LogCursor` does."""
    cursor = LogCursor(log, of.size)
    run = Run(cursor.header)
    writer = Writer(file, run)
    file.write(MAGIC + pack(of))
    last = cursor.offset
    events: list[AnyEvent] = []
    while True:
        event = cursor.take()
        if event is None:
            break
        events.append(event)
        writer.saw(event, cursor.before)
        if cursor.offset - last >= EVERY_BYTES or len(events) >= EVERY_EVENTS:
            run.apply_all(events)
            writer.write(cursor.offset, cursor.line)
            last, events = cursor.offset, []
    run.apply_all(events)
    writer.write(cursor.offset, cursor.line)
    damage = cursor.damage
    file.write(
        pack(
            End(
                offset=cursor.offset,
                line=cursor.line,
                at=run.at,
                damaged_line=damage.line if damage else None,
                reason=damage.reason if damage else "",
                passed=cursor.passed.sentence,
            )
        )
    )
    file.flush()
    cursor.close()


def main() -> None:
    """Build one index, behind everything else that wants the processor."""
    os.nice(5)
    log, index = map(Path, sys.argv[1:3])
    of = Identity(int(sys.argv[3]), int(sys.argv[4]), bytes.fromhex(sys.argv[5]))
    with open(os.open(index, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        build(log, of, file)


if __name__ == "__main__":
    main()
