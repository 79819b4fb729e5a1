"""Figures of turns in bounded memory: all of them at first, of many every second, fourth, eighth one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST = 256
"""Figures kept; of more, half of them: between 128 and 256 tell a median well enough."""
SMALLEST, LARGEST = 1e-30, 1e30
"""What a damaged log may hold beyond these, no float32 does."""


class KeptTurns:
    """One figure a turn, in the order of the turns.

    Figures are kept as float32, whose rounding is a millionth of what turns differ by: a replay's
    checkpoints hold all of them, again and again.
    """

    def __init__(self) -> None:
        self._values: list[float] = []
        self.every = 1
        """Of so many turns one is kept."""
        self.seen = 0
        """Turns so far."""

    @property
    def values(self) -> NDArray[np.float64]:
        """The kept figures. Shape (n,), at most `MOST`."""
        return np.array(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def add(self, value: float) -> None:
        """Take the figure of the next turn."""
        if self.seen % self.every == 0:
            self._values.append(float(np.float32(min(max(value, SMALLEST), LARGEST))))
            if len(self._values) == MOST:
                self._values = self._values[::2]
                self.every *= 2
        self.seen += 1

    # How a checkpoint keeps it.

    @property
    def state(self) -> tuple[int, int, bytes]:
        """All of it as plain data."""
        return self.every, self.seen, np.array(self._values, "<f4").tobytes()

    @classmethod
    def of(cls, state: Sequence[int | bytes]) -> KeptTurns:
        """What had this state; raises `ValueError` where it can be none."""
        every, seen, data = state
        if not (isinstance(every, int) and isinstance(seen, int) and isinstance(data, bytes)):
            raise ValueError("these are no turns")
        made = cls()
        made.every, made.seen = max(1, every), seen
        made._values = np.frombuffer(data, "<f4").astype(np.float64).tolist()
        return made
