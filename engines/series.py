"""A metric's history in bounded memory: buckets that double their width when they are full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CAPACITY = 2048
"""Buckets a series may hold; a full one keeps between half of it and all of it."""


class SeriesHead(NamedTuple):
    """All of a series but its closed buckets."""

    width: int
    filled: int
    in_last: int
    values: int
    bad: int
    version: int
    first: float | None
    last: float | None
    newest: tuple[float, ...]
    """The last bucket's seven rows, empty where there is none yet."""


class Series:
    """Values by step, lane time and wall time, as min/max/mean buckets of equal width.

    Appending n values costs O(n) NumPy work whatever the length of the history; memory is fixed.
    NaN and infinity are counted, kept out of min, max and mean, and show as NaN where a bucket
    holds nothing else.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        if capacity < 2 or capacity % 2:
            raise ValueError("capacity must be even and at least 2")
        self._capacity = capacity
        self._columns = np.full((7, capacity), np.nan)
        self._filled = 0
        """Buckets in use; the last one may still be open."""
        self._in_last = 0
        """Values in the last bucket."""
        self.width = 1
        """Values a full bucket holds."""
        self.count = 0
        """Values appended so far, finite or not."""
        self.bad = 0
        """Values that were not finite."""
        self.first: float | None = None
        self.last: float | None = None
        self.version = 0
        """Grows with each append: tells a screen whether to draw again."""

    # rows of _columns: step, lane, wall (of the bucket's last value), low, high, total, finite count

    def append(
        self,
        steps: Floats | Sequence[float],
        lane: Floats | Sequence[float],
        wall: Floats | Sequence[float],
        values: Floats | Sequence[float],
    ) -> None:
        """Add n values; the four arrays have length n, `steps`, `lane` and `wall` do not decrease."""
        x = np.array((steps, lane, wall), dtype=np.float64)
        y = np.asarray(values, dtype=np.float64)
        n = len(y)
        if n == 0:
            return
        if self.count == 0:
            self.first = float(y[0])
        self.last = float(y[-1])
        finite = np.isfinite(y)
        self.count += n
        self.bad += n - int(finite.sum())
        self.version += 1
        done = 0
        while done < n:
            if self._in_last in (0, self.width):
                if self._filled == self._capacity:
                    self._halve()
                    continue
                self._filled += 1
                self._in_last = 0
                self._columns[3:, self._filled - 1] = (np.inf, -np.inf, 0.0, 0.0)
            whole = (n - done) // self.width
            room = self._capacity - self._filled + 1
            if self._in_last == 0 and whole > 1:
                take = min(whole, room)
                part = slice(done, done + take * self.width)
                at = slice(self._filled - 1, self._filled - 1 + take)
                self._fill(at, x[:, part], y[part], finite[part], take)
                self._filled += take - 1
                self._in_last = self.width
                done += take * self.width
            else:
                take = min(n - done, self.width - self._in_last)
                self._add(
                    x[:, done : done + take], y[done : done + take], finite[done : done + take]
                )
                self._in_last += take
                done += take

    def _fill(
        self, at: slice, x: Floats, y: Floats, finite: NDArray[np.bool_], buckets: int
    ) -> None:
        grouped = y.reshape(buckets, self.width)
        good = finite.reshape(buckets, self.width)
        columns = self._columns
        columns[:3, at] = x[:, self.width - 1 :: self.width]
        columns[3, at] = np.where(good, grouped, np.inf).min(axis=1)
        columns[4, at] = np.where(good, grouped, -np.inf).max(axis=1)
        columns[5, at] = np.where(good, grouped, 0.0).sum(axis=1)
        columns[6, at] = good.sum(axis=1)

    def _add(self, x: Floats, y: Floats, finite: NDArray[np.bool_]) -> None:
        column = self._columns[:, self._filled - 1]
        column[:3] = x[:, -1]
        good = y[finite]
        if len(good):
            column[3] = min(column[3], good.min())
            column[4] = max(column[4], good.max())
            column[5] += good.sum()
            column[6] += len(good)

    def _halve(self) -> None:
        """Merge neighbours: half as many buckets, each twice as wide."""
        c = self._columns
        half = self._capacity // 2
        merged = np.full_like(c, np.nan)
        merged[:3, :half] = c[:3, 1::2]
        merged[3, :half] = np.minimum(c[3, ::2], c[3, 1::2])
        merged[4, :half] = np.maximum(c[4, ::2], c[4, 1::2])
        merged[5:, :half] = c[5:, ::2] + c[5:, 1::2]
        self._columns = merged
        self._filled = half
        self.width *= 2
        self._in_last = self.width

    # How a checkpoint keeps a series: closed buckets once, where they came; the rest each time.

    @property
    def head(self) -> SeriesHead:
        """What changes with every append."""
        newest = self._columns[:, self._filled - 1].tolist() if self._filled else ()
        return SeriesHead(
            *(self.width, self._filled, self._in_last, self.count, self.bad, self.version),
            *(self.first, self.last, tuple(newest)),
        )

    def closed(self, since: int) -> Floats:
        """The buckets from number `since` up to the last but one, which change no more while
        `width` stays. Shape (7, n)."""
        return self._columns[:, since : max(since, self._filled - 1)].copy()

    @classmethod
    def of(cls, head: SeriesHead, closed: Floats, capacity: int = CAPACITY) -> Series:
        """The series that had this head and these closed buckets; raises `ValueError` where they do
        not go together."""
        made = cls(capacity)
        if closed.shape != (7, max(0, head.filled - 1)) or not 0 <= head.filled <= capacity:
            raise ValueError("the buckets do not fit the series")
        made._columns[:, : closed.shape[1]] = closed
        if head.filled:
            made._columns[:, head.filled - 1] = head.newest
        made.width, made._filled, made._in_last = head.width, head.filled, head.in_last
        made.count, made.bad, made.version = head.values, head.bad, head.version
        made.first, made.last = head.first, head.last
        return made

    def __len__(self) -> int:
        return self._filled

    def x(self, axis: str) -> Floats:
        """Where each bucket ends, by `step`, `lane` seconds or `wall` seconds. Shape (len,)."""
        return self._columns[("step", "lane", "wall").index(axis), : self._filled]

    @property
    def low(self) -> Floats:
        """The smallest finite value of each bucket, NaN where there is none. Shape (len,)."""
        return self._gaps(self._columns[3, : self._filled])

    @property
    def high(self) -> Floats:
        """The largest finite value of each bucket, NaN where there is none. Shape (len,)."""
        return self._gaps(self._columns[4, : self._filled])

    @property
    def mean(self) -> Floats:
        """The mean of the finite values of each bucket, NaN where there is none. Shape (len,)."""
        total, count = self._columns[5:, : self._filled]
        mean = np.full(self._filled, np.nan)
        np.divide(total, count, out=mean, where=count > 0)
        return mean

    def _gaps(self, row: Floats) -> Floats:
        return np.where(np.isfinite(row), row, np.nan)
