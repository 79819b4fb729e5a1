"""Clean samples in the order in which they were taken, in bounded memory."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LIMIT = 1 << 16
"""Samples kept; of more, a random one out of each run of neighbours."""


class Samples:
    """Values in order: all of them up to `limit`, beyond that a seeded random choice.

    Of each `width` neighbours one is kept, drawn at random, so that the order in time survives,
    which a bootstrap over blocks needs. `width` doubles when `limit` is reached.
    """

    def __init__(self, name: str, limit: int = LIMIT) -> None:
        """`name` seeds the choice: the same name and values give the same choice."""
        if limit < 2 or limit % 2:
            raise ValueError("limit must be even and at least 2")
        self._random = np.random.default_rng(zlib.crc32(name.encode()))
        self._limit = limit
        self._kept = np.empty((min(limit, 1024), 2))
        """The values, and of how many steps each is."""
        self._filled = 0
        self._pick = 0
        """Which value of the group of neighbours in hand is kept, counted from 0."""
        self.seen = 0
        """Values given so far."""
        self.width = 1
        """Neighbours out of which one is kept."""

    @property
    def values(self) -> Floats:
        """The kept values, in order. Shape (n,)."""
        return self._kept[: self._filled, 0]

    @property
    def steps(self) -> Floats:
        """How many steps each of them stands for. Shape (n,)."""
        return self._kept[: self._filled, 1]

    def add(self, values: Floats, steps: NDArray[np.int64] | int = 1) -> None:
        """Take the next values, and of how many steps each is. Shape (n,)."""
        pairs = np.column_stack((values, np.broadcast_to(steps, len(values))))
        done = 0
        while done < len(pairs):
            if self.seen == self._limit * self.width:
                self._halve()
            take = min(len(pairs) - done, self._limit * self.width - self.seen)
            self._take(pairs[done : done + take])
            done += take

    def _take(self, values: Floats) -> None:
        width = self.width
        first, last = self.seen // width, (self.seen + len(values) - 1) // width
        picks = self._random.integers(width, size=last - first + 1)
        if self.seen % width:
            picks[0] = self._pick
        self._pick = int(picks[-1])
        at = np.arange(first, last + 1) * width + picks - self.seen
        chosen = values[at[(at >= 0) & (at < len(values))]]
        self._make_room(self._filled + len(chosen))
        self._kept[self._filled : self._filled + len(chosen)] = chosen
        self._filled += len(chosen)
        self.seen += len(values)

    def _make_room(self, needed: int) -> None:
        size = len(self._kept)
        while size < needed:
            size *= 2
        if size > len(self._kept):
            more = np.empty((size - len(self._kept), 2))
            self._kept = np.concatenate((self._kept, more))

    def _halve(self) -> None:
        pairs = self._kept[: self._filled].reshape(-1, 2, 2)
        kept = pairs[np.arange(len(pairs)), self._random.integers(2, size=len(pairs))]
        self._filled = len(kept)
        self._kept[: self._filled] = kept
        self.width *= 2
