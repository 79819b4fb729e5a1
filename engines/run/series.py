"""A metric's history in bounded memory: buckets that double their width when they are full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CAPACITY = 2048
"""Buckets a series may hold; a full one keeps between half of it and all of it."""
MOST_WAITING = 2048
"""Values that may wait to be put into buckets."""
MOST_APPENDS = 256
"""Appends that may wait: each takes half a kilobyte, however few its values are."""


class SeriesHead(NamedTuple):
    """All of a series but its closed buckets."""

    width: int
    values: int
    bad: int
    first: float | None
    last: float | None
    newest: tuple[float, ...]
    """The last bucket's seven rows, empty where there is none yet."""


class Series:
    """Values by step, lane time and wall time, as min/max/mean buckets of equal width.

    Values wait until there are many or somebody looks, since a NumPy call takes about as long for one
    value as for 100. Every bucket is summed in the order of its values, so that how they arrived
    makes no difference to the last bit. Memory is fixed, whatever the length of the history.
    NaN and infinity are counted, kept out of min, max and mean, and show as NaN where a bucket
    holds nothing else.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        if capacity < 2 or capacity % 2:
            raise ValueError("capacity must be even and at least 2")
        self._capacity = capacity
        self._buckets = _empty(capacity)
        self._width = 1
        self._placed = 0
        """Values in buckets; all of them but the last used one are full."""
        self._waiting: list[tuple[Floats | Sequence[float], ...]] = []
        """What was appended since."""
        self._bad = 0
        self.count = 0
        """Values appended so far, finite or not."""
        self.first: float | None = None
        self.last: float | None = None

    # rows of _buckets: step, lane, wall (of the bucket's last value), low, high, total, finite count

    def append(
        self,
        steps: Floats | Sequence[float],
        lane: Floats | Sequence[float],
        wall: Floats | Sequence[float],
        values: Floats | Sequence[float],
    ) -> None:
        """Add n values; the four arrays have length n, `steps`, `lane` and `wall` do not decrease.

        The arrays are kept for a while: they must not change.
        """
        if len(values) == 0:
            return
        if self.count == 0:
            self.first = float(values[0])
        self.last = float(values[-1])
        self.count += len(values)
        self._waiting.append((steps, lane, wall, values))
        if len(self._waiting) >= MOST_APPENDS or self.count - self._placed >= MOST_WAITING:
            self._place()

    def _place(self) -> None:
        """Put what waits into buckets."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        *x, y = (np.concatenate(each, dtype=np.float64) for each in zip(*waiting, strict=True))
        while len(y):
            room = self._capacity * self._width - self._placed
            if not room:
                self._halve()
                continue
            self._add([row[:room] for row in x], y[:room])
            x, y = [row[room:] for row in x], y[room:]

    def _add(self, x: Sequence[Floats], y: Floats) -> None:
        """Put values for which there is room into buckets."""
        at = np.arange(self._placed, self._placed + len(y)) // self._width
        first = int(at[0])
        at -= first
        begins = np.flatnonzero(np.diff(at, prepend=-1))
        ends = np.append(begins[1:], len(y)) - 1
        good = np.isfinite(y)
        low, high, total, finite = into = self._buckets[3:, first : first + len(begins)]
        for row, values in zip(self._buckets, x, strict=False):
            row[first : first + len(begins)] = values[ends]
        np.minimum(low, np.minimum.reduceat(np.where(good, y, np.inf), begins), out=low)
        np.maximum(high, np.maximum.reduceat(np.where(good, y, -np.inf), begins), out=high)
        # Unlike `sum`, it adds one by one: what the bucket held already, then the values.
        at = np.append(0, at)
        into[2] = np.bincount(at, np.append(total[0], np.where(good, y, 0.0)))
        into[3] = np.bincount(at, np.append(finite[0], good))
        self._placed += len(y)
        self._bad += len(y) - int(np.count_nonzero(good))

    def _halve(self) -> None:
        """Merge neighbours: half as many buckets, each twice as wide."""
        c = self._buckets
        half = self._capacity // 2
        merged = _empty(self._capacity)
        merged[:3, :half] = c[:3, 1::2]
        merged[3, :half] = np.minimum(c[3, ::2], c[3, 1::2])
        merged[4, :half] = np.maximum(c[4, ::2], c[4, 1::2])
        merged[5:, :half] = c[5:, ::2] + c[5:, 1::2]
        self._buckets = merged
        self._width *= 2

    @property
    def _columns(self) -> Floats:
        """The buckets with all values in them."""
        self._place()
        return self._buckets

    @property
    def revision(self) -> int:
        """Grows with each append: tells a screen whether to draw again."""
        return self.count

    @property
    def width(self) -> int:
        """Values a full bucket holds."""
        self._place()
        return self._width

    @property
    def bad(self) -> int:
        """Values that were not finite."""
        self._place()
        return self._bad

    # How a checkpoint keeps a series: closed buckets once, where they came; the rest each time.

    @property
    def head(self) -> SeriesHead:
        """What changes with every append."""
        newest = self._columns[:, len(self) - 1].tolist() if self.count else ()
        return SeriesHead(
            *(self.width, self.count, self.bad, self.first, self.last),
            newest=tuple(newest),
        )

    def closed(self, since: int) -> Floats:
        """The buckets from number `since` up to the last but one, which change no more while
        `width` stays. Shape (7, n)."""
        return self._columns[:, since : max(since, len(self) - 1)].copy()

    @classmethod
    def of(cls, head: SeriesHead, closed: Floats, capacity: int = CAPACITY) -> Series:
        """The series that had this head and these closed buckets; raises `ValueError` where they do
        not go together."""
        made = cls(capacity)
        filled = -(-head.values // max(1, head.width))
        if closed.shape != (7, max(0, filled - 1)) or not 0 <= filled <= capacity:
            raise ValueError("the buckets do not fit the series")
        made._buckets[:, : closed.shape[1]] = closed
        if filled:
            made._buckets[:, filled - 1] = head.newest
        made._width, made._placed, made._bad = head.width, head.values, head.bad
        made.count = head.values
        made.first, made.last = head.first, head.last
        return made

    def __len__(self) -> int:
        return -(-self.count // self.width)

    def x(self, axis: str) -> Floats:
        """Where each bucket ends, by `step`, `lane` seconds or `wall` seconds. Shape (len,)."""
        return self._columns[("step", "lane", "wall").index(axis), : len(self)]

    @property
    def low(self) -> Floats:
        """The smallest finite value of each bucket, NaN where there is none. Shape (len,)."""
        return self._gaps(self._columns[3, : len(self)])

    @property
    def high(self) -> Floats:
        """The largest finite value of each bucket, NaN where there is none. Shape (len,)."""
        return self._gaps(self._columns[4, : len(self)])

    @property
    def mean(self) -> Floats:
        """The mean of the finite values of each bucket, NaN where there is none. Shape (len,)."""
        total, count = self._columns[5:, : len(self)]
        mean = np.full(len(self), np.nan)
        np.divide(total, count, out=mean, where=count > 0)
        return mean

    def _gaps(self, row: Floats) -> Floats:
        return np.where(np.isfinite(row), row, np.nan)


def _empty(capacity: int) -> Floats:
    buckets = np.full((7, capacity), np.nan)
    buckets[3:] = [[np.inf], [-np.inf], [0.0], [0.0]]
    return buckets
