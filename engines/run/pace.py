"""Pace: how long a lane's steps take against another lane's in the turn just before.

Lanes that share a device take turns of a fraction of a second: what else the machine does meanwhile
meets both, and their ratio does not feel it. That is why ratios are taken turn by turn, and not of two
medians of the whole run. Each turn of the other lane is used once.
"""

from __future__ import annotations

from collections import deque

from engines.events import ModeChanged, Steps
from engines.left_out import LeftOut
from engines.run.kept_turns import KeptTurns
from engines.run.spread import weighed_quantile
from engines.run.turn_ratio import TurnRatio, paired

BESIDE = " / "
MOST_CHUNKS = 512
"""Of a turn with more chunks, the last ones count."""
APART_SECONDS = 5.0
APART_TURNS = 10.0
"""Turns are neighbours where no more than these seconds, or this many times the turn's own, lie
between them."""


class TurnInHand:
    """The clean chunks of a lane's turn, until the next one begins."""

    def __init__(self) -> None:
        self.number = 0
        """Which of its turns, from 1."""
        self.chunks: deque[float] = deque(maxlen=MOST_CHUNKS)
        """Seconds a step of each clean chunk."""
        self.sizes: deque[float] = deque(maxlen=MOST_CHUNKS)
        """The steps of each."""
        self.began = 0.0
        self.ended = 0.0
        """`at` of its first and its last chunk."""

    @property
    def step_seconds(self) -> float:
        """Median of its clean chunks, each as often as it has steps; 0 where there is none."""
        return weighed_quantile(self.chunks, self.sizes, 0.5) or 0.0

    def begin(self, at: float) -> None:
        """Another turn begins."""
        self.number += 1
        self.chunks.clear()
        self.sizes.clear()
        self.began = self.ended = at

    def take(self, event: Steps) -> None:
        """Chunks of the turn."""
        for seconds, count, why in zip(event.seconds, event.counts, event.left_out, strict=True):
            if not why:
                self.chunks.append(seconds / count)
                self.sizes.append(float(count))
        self.ended = event.ends[-1]

    def near(self, gap: float) -> bool:
        """Whether a turn that so many seconds lie between is its neighbour."""
        return gap <= max(APART_SECONDS, APART_TURNS * (self.ended - self.began))


class Pace:
    """One lane's turns beside those of another lane, by the modes of both.

    Modes and batch sizes do not mix: each pair of modes is counted by itself, and another batch size
    begins anew.
    """

    def __init__(self) -> None:
        self.turn = TurnInHand()
        self.before = 0.0
        """Seconds a step in the other lane's turn before the one in hand; 0 without such a turn."""
        self.before_mode = ""
        self.used = 0
        """The number of the other lane's turn that was used last."""
        self.kept: dict[str, KeptTurns] = {}
        """Key (see `modes_key`) -> ratios; with no other mode, the seconds a step themselves."""
        self.last_mode = ""
        self.last_seconds = 0.0
        self.last_ended = 0.0
        """The turn before the last change of mode, until it is used; no mode if there is none."""

    def beside(self, mode: str, other_mode: str) -> TurnRatio:
        """The lane in `mode` against the other lane in `other_mode`."""
        kept = self.kept.get(modes_key(mode, other_mode))
        return paired(kept.values) if kept is not None else TurnRatio(0)

    def begins(self, event: Steps, mode: str) -> bool:
        """Whether a turn of the lane, which runs in `mode`, begins with these steps."""
        if event.left_out[0] != LeftOut.TURN:
            return False
        self._close(mode)
        self.turn.begin(event.ends[0] - event.seconds[0])
        self.before = 0.0
        return True

    def changed(self, event: ModeChanged) -> None:
        """The lane goes on in another mode: what comes now is a turn of its own."""
        self._close(event.previous)
        self._alternated(event.previous)
        self.turn.begin(event.at)
        self.before = 0.0

    def ends(self, mode: str) -> None:
        """The lane, which runs in `mode`, has ended: its last turn is over."""
        self._close(mode)

    def meet(self, other: TurnInHand, other_mode: str) -> None:
        """The turn that has just begun follows the other lane's turn."""
        if not other.chunks or other.number == self.used:
            return
        if other.near(self.turn.began - other.ended):
            self.before, self.before_mode = other.step_seconds, other_mode
            self.used = other.number

    def forget(self) -> None:
        """What comes now is another quantity."""
        self.kept.clear()
        self.turn.begin(self.turn.ended)
        self.before = 0.0
        self.last_mode = ""

    def forget_other(self) -> None:
        """What the other lane does from now on is another quantity."""
        for key in [key for key in self.kept if key.partition(BESIDE)[2]]:
            del self.kept[key]
        self.before = 0.0

    def _close(self, mode: str) -> None:
        """The turn in hand is over."""
        seconds = self.turn.step_seconds
        if seconds <= 0:
            return
        self._keep(modes_key(mode, ""), seconds)
        if self.before > 0:
            self._keep(modes_key(mode, self.before_mode), seconds / self.before)

    def _alternated(self, mode: str) -> None:
        """Pair the turn in hand with the one in another mode before it; each is used once."""
        turn, seconds = self.turn, self.turn.step_seconds
        if seconds <= 0:
            return
        if self.last_mode not in ("", mode) and turn.near(turn.began - self.last_ended):
            # In one order, whichever came first.
            over, under = (mode, seconds), (self.last_mode, self.last_seconds)
            if over[0] > under[0]:
                over, under = under, over
            self._keep(alternation_key(mode, self.last_mode), over[1] / under[1])
            self.last_mode = ""
        else:
            self.last_mode, self.last_seconds, self.last_ended = mode, seconds, turn.ended

    def _keep(self, key: str, value: float) -> None:
        if key not in self.kept:
            self.kept[key] = KeptTurns()
        self.kept[key].add(value)


def modes_key(mode: str, other_mode: str) -> str:
    """Under which ratios of a lane in `mode` to the other lane in `other_mode` are kept."""
    return f"{mode}{BESIDE}{other_mode}"


def alternation_key(mode: str, other: str) -> str:
    """Under which ratios of a lane's own two modes are kept: of the first by name to the second."""
    first, second = sorted((mode, other))
    return f"{first} : {second}"
