"""What another mode brings a lane: its step time over that in the plain mode, from turns of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.run.pace import Pace, alternation_key, modes_key
from engines.run.turn_ratio import TurnRatio, Verdict, paired, unpaired
from engines.vocabulary import Vocabulary


class How(Vocabulary):
    """How the turns of two modes were compared, the best way first."""

    ALTERNATED = "alternated", "a turn in one mode follows a turn in the other"
    BESIDE = "beside another lane", "the turns of both modes follow turns of one other lane"
    AFTER = "one after the other", "the machine may have changed between the two modes"


@dataclass(frozen=True)
class Gain:
    """A mode against another one of the same lane."""

    told: TurnRatio
    """Below 1, its steps take less time."""
    how: How


def gain(turns: Pace, mode: str, plain: str) -> Gain:
    """The best comparison of which something can be said, or else the one with the most turns."""
    ways = list(_ways(turns, mode, plain))
    said = [way for way in ways if way.told.verdict != Verdict.NOT_YET]
    if said:
        return said[0]
    return max(ways, key=lambda way: way.told.turns, default=Gain(TurnRatio(0), How.AFTER))


def alternated(turns: Pace, mode: str, plain: str) -> TurnRatio:
    """What the turns say in which both modes alternated."""
    kept = turns.kept.get(alternation_key(mode, plain))
    if kept is None:
        return TurnRatio(0)
    return paired(kept.values if mode < plain else 1 / kept.values)


def _ways(turns: Pace, mode: str, plain: str) -> Iterator[Gain]:
    kept = turns.kept
    by_turns = alternated(turns, mode, plain)
    if by_turns.turns:
        yield Gain(by_turns, How.ALTERNATED)
    own = modes_key(mode, "")
    met = [key.removeprefix(own) for key in kept if key.startswith(own)]
    others = sorted(
        (other for other in met if other and modes_key(plain, other) in kept),
        key=lambda other: min(
            len(kept[modes_key(mode, other)]), len(kept[modes_key(plain, other)])
        ),
    )
    for other, how in [*((other, How.BESIDE) for other in others[-1:]), ("", How.AFTER)]:
        one, under = kept.get(modes_key(mode, other)), kept.get(modes_key(plain, other))
        if one is not None and under is not None:
            yield Gain(unpaired(one.values, under.values), how)
