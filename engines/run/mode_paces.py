"""The pace of each pair of modes that had enough turns together, also of those that hold no more."""

from __future__ import annotations

from dataclasses import dataclass

from engines.run.pace import BESIDE
from engines.run.pace_words import pace_text
from engines.run.run import Run
from engines.run.turn_ratio import FEWEST, TurnRatio, Verdict


@dataclass(frozen=True)
class ModePace:
    """A lane in one mode against the reference lane in one."""

    mode: str
    reference_mode: str
    told: TurnRatio

    @property
    def text(self) -> str:
        """`keras` in `graph`, say: `1.02x slower (0.98-1.06: no difference)`."""
        return pace_text(self.told)


def mode_paces(run: Run, lane_id: str) -> tuple[ModePace, ...]:
    """Of one lane, in the order in which they came."""
    turns = run.pace[lane_id]
    pairs = (key.partition(BESIDE) for key in turns.kept if BESIDE in key)
    told = (ModePace(mode, other, turns.beside(mode, other)) for mode, _, other in pairs if other)
    return tuple(one for one in told if one.told.turns >= FEWEST)


def told_before(run: Run, lane_id: str) -> ModePace | None:
    """The pace of the modes that came last before those that hold now, as far as it can be said.

    It is what is known while nothing can be said of the modes that hold now.
    """
    now = (run.lanes[lane_id].mode, run.lanes[run.reference].mode)
    for one in reversed(mode_paces(run, lane_id)):
        if (one.mode, one.reference_mode) != now and one.told.verdict != Verdict.NOT_YET:
            return one
    return None
