"""Whether two runs know the same, to the last bit of every field."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any

import numpy as np

from engines.progress import LaneProgress
from engines.run.kept_turns import KeptTurns
from engines.run.lane_state import LaneState
from engines.run.pace import Pace, TurnInHand
from engines.run.parity import Difference, RecentLosses
from engines.run.run import Run
from engines.run.series import Series
from engines.run.spread import Spread
from engines.run.turning_up import TurningUp

PLACE = {"moves", "header", "specs"}
"""Fields of `Run` that are not what it knows."""


def assert_same(one: Run, other: Run) -> None:
    """Fail at the first field in which they differ."""
    _compare(_plain(one), _plain(other), "run")


def _plain(value: Any) -> Any:
    match value:
        case Run():
            return {k: _plain(v) for k, v in vars(value).items() if k not in PLACE}
        case LaneState() | LaneProgress() | Difference() | Pace() | TurnInHand() | TurningUp():
            return {name: _plain(each) for name, each in vars(value).items()}
        case Series():
            return [*value.head, value.closed(0), value.mean, value.low, value.high]
        case RecentLosses():
            return [value.start, value.end, value.between(value.start, value.end)]
        case KeptTurns():
            return list(value.state)
        case Spread():
            return [value.samples, value.counts]
        case defaultdict():
            # Looking a phase up leaves a 0 behind.
            return {key: each for key, each in value.items() if each}
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case deque():
            return [value.maxlen, *map(_plain, value)]
        case list() | tuple():
            return [type(value).__name__, *map(_plain, value)]
    return value


def _compare(one: Any, other: Any, where: str) -> None:
    assert type(one) is type(other), f"{where}: {one!r} is not {other!r}"
    if isinstance(one, dict):
        assert set(one) == set(other), where
        for key in one:
            _compare(one[key], other[key], f"{where}.{key}")
    elif isinstance(one, list):
        assert len(one) == len(other), where
        for at, (left, right) in enumerate(zip(one, other, strict=True)):
            _compare(left, right, f"{where}[{at}]")
    elif isinstance(one, np.ndarray):
        np.testing.assert_array_equal(one, other, err_msg=where)
    else:
        assert one == other or (one != one and other != other), f"{where}: {one!r}, {other!r}"
