"""Parity: how far each lane's loss is from the reference lane's at the same step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engines.run.series import Series

WINDOW = 1 << 20
"""Losses kept of each lane, so that a slower lane can be compared when it gets there."""
EARLY = 50
"""Steps at the beginning, before rounding has grown."""


WHOSE = {
    (True, False): "lane",
    (False, True): "reference",
    (True, True): "both",
    (False, False): "",
}
"""Whether the lane's and the reference's loss are not finite -> whose loss that is."""


class RecentLosses:
    """The last `WINDOW` losses of one lane, by step."""

    def __init__(self) -> None:
        self._ring: NDArray[np.float64] = np.empty(1024)
        self.end = 0
        """The number of the last step kept; steps count from 1."""

    @property
    def start(self) -> int:
        """The number of the first step still kept."""
        return max(1, self.end - len(self._ring) + 1)

    def append(self, losses: NDArray[np.float64]) -> None:
        """Keep the losses of the next steps."""
        needed = self.end + len(losses)
        if needed > len(self._ring) < WINDOW:
            size = len(self._ring)
            while size < min(needed, WINDOW):
                size *= 2
            kept = self.between(self.start, self.end)
            self._ring = np.empty(size)
            self._put(self.end - len(kept), kept)
        self._put(self.end, losses)
        self.end = needed

    def _put(self, after: int, losses: NDArray[np.float64]) -> None:
        size = len(self._ring)
        drop = max(0, len(losses) - size)
        begin = (after + drop) % size
        room = size - begin
        self._ring[begin : begin + len(losses) - drop] = losses[drop : drop + room]
        self._ring[: max(0, len(losses) - drop - room)] = losses[drop + room :]

    @classmethod
    def of(cls, parts: Sequence[NDArray[np.float64]]) -> RecentLosses:
        """The losses of all steps from the first on, in parts."""
        made = cls()
        end = sum(map(len, parts))
        size = len(made._ring)
        while size < min(end, WINDOW):
            size *= 2
        made._ring = np.empty(size)
        for part in parts:
            if made.end + len(part) > end - size:
                made._put(made.end, part)
            made.end += len(part)
        return made

    def between(self, first: int, last: int) -> NDArray[np.float64]:
        """The losses of steps `first` to `last`, both kept. Shape (last - first + 1,)."""
        begin = (first - 1) % len(self._ring)
        end = begin + last - first + 1
        return np.concatenate((self._ring[begin:end], self._ring[: max(0, end - len(self._ring))]))


class Difference:
    """One lane against the reference: the largest difference so far and its history.

    Parity has failed for good at the first step at which a loss is no number: however equal the losses
    were before, the lanes do not train the same.
    """

    def __init__(self) -> None:
        self.compared = 0
        """The last step that was looked at."""
        self.steps = 0
        """Steps at which both losses were finite and still known."""
        self.largest: float | None = None
        self.at_step = 0
        """The step of the largest difference."""
        self.failed_at: int | None = None
        """The first step at which a loss was not finite; None while parity holds."""
        self.failed_in = ""
        """Whose loss that was: `lane`, `reference` or `both`; empty where both were finite, but too
        far apart for a number."""
        self.early: float | None = None
        """The largest difference of the first `EARLY` steps."""
        self.series = Series()

    def update(
        self, reference: RecentLosses, lane: RecentLosses, lane_seconds: float, at: float
    ) -> None:
        """Compare the steps that both have by now."""
        first = max(self.compared + 1, reference.start, lane.start)
        last = min(reference.end, lane.end)
        if last < first:
            return
        self.compared = last
        own, other = lane.between(first, last), reference.between(first, last)
        gap = np.abs(own - other)
        steps = np.arange(first, last + 1, dtype=np.float64)
        count = len(steps)
        self.series.append(steps, np.full(count, lane_seconds), np.full(count, at), gap)
        finite = int(np.count_nonzero(np.isfinite(gap)))
        self.steps += finite
        if finite < count and self.failed_at is None:
            at = int(np.isfinite(gap).argmin())
            self.failed_at = first + at
            wrong = (not np.isfinite(own[at]), not np.isfinite(other[at]))
            self.failed_in = WHOSE[wrong]
        if finite:
            top = int((gap if finite == count else np.where(np.isfinite(gap), gap, -1.0)).argmax())
            early = gap[: max(0, EARLY - first + 1)]
            if np.isfinite(early).any():
                self.early = float(np.max(early[np.isfinite(early)], initial=self.early or 0.0))
            if self.largest is None or gap[top] > self.largest:
                self.largest = float(gap[top])
                self.at_step = first + top

    def failure(self, lane: str, reference: str) -> str:
        """Why parity has failed and from which step on, in words; empty while it has not."""
        if self.failed_at is None:
            return ""
        why = {
            "lane": f"the loss of {lane} is not finite, that of {reference} is",
            "reference": f"the loss of {reference} is not finite, that of {lane} is",
            "both": "both losses are not finite",
        }
        said = why.get(self.failed_in, "the losses are too far apart for a number")
        return f"failed at step {self.failed_at:,}: {said}"
