"""Two runs against one another: the change of each median, and whether it is more than noise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engines.recipe import Recipe
from engines.report.bootstrap import Interval, ratio_interval
from engines.report.reading import RunReading, Timed

STEP_SETTINGS = ("optimizer", "precision", "schedule", "turn seconds", "sync every")
"""Settings that a step time depends on, whatever the lane is."""
LEAST = 0.001
"""Changes below this share are below the bins that medians are read from."""


@dataclass(frozen=True)
class Change:
    """The same lane, mode, device and batch size in two runs."""

    base: Timed
    other: Timed
    base_seconds: float
    other_seconds: float
    ratio: float
    """Other over base: below 1 is faster."""
    interval: Interval | None
    """Of the ratio; None for too few samples."""

    @property
    def more_than_noise(self) -> bool | None:
        """Whether the change exceeds the scatter within the two runs; None if nobody can say."""
        if self.interval is None:
            return None
        apart = self.interval.low > 1 or self.interval.high < 1
        return apart and abs(self.ratio - 1) >= LEAST

    @property
    def verdict(self) -> str:
        """The same in a word or two."""
        if self.more_than_noise is None:
            return "too few samples to say"
        if not self.more_than_noise:
            return "no"
        return "yes, slower" if self.ratio > 1 else "yes, faster"


@dataclass(frozen=True)
class SetupDifference:
    """Something in which two runs are not alike."""

    what: str
    base: str
    other: str


@dataclass(frozen=True)
class Comparison:
    """All that can be said of two runs together."""

    base: RunReading
    other: RunReading
    changes: tuple[Change, ...]
    only_base: tuple[str, ...]
    """Lanes and modes that were timed in the first run only."""
    only_other: tuple[str, ...]
    differences: tuple[SetupDifference, ...]

    @property
    def unlike_steps(self) -> tuple[str, ...]:
        """In what the runs differ that makes a step another quantity, or another work."""
        return tuple(one.what for one in self.differences if one.what in STEP_SETTINGS)


def compare(base: RunReading, other: RunReading) -> Comparison:
    """Match what both runs timed, by framework, mode, device and batch size.

    Runs of different workloads have nothing in common: their steps are other work.
    """
    ours, theirs = dict(_timed(base)), dict(_timed(other))
    if base.header.training.workload != other.header.training.workload:
        ours, theirs = {}, {}
    changes = [_change(ours[key], theirs[key]) for key in ours if key in theirs]
    return Comparison(
        base,
        other,
        tuple(change for change in changes if change is not None),
        tuple(_described(ours[key]) for key in ours if key not in theirs),
        tuple(_described(theirs[key]) for key in theirs if key not in ours),
        tuple(_differences(base, other)),
    )


Key = tuple[str, str, str, int, int]


def _timed(reading: RunReading) -> Iterator[tuple[Key, Timed]]:
    """Lanes alike in everything are told apart by their order."""
    seen: dict[tuple[str, str, str, int], int] = {}
    for lane in reading.run.lanes:
        for timed in reading.timed_of(lane):
            alike = (timed.framework, timed.mode, timed.device, timed.batch_size)
            seen[alike] = seen.get(alike, 0) + 1
            yield (*alike, seen[alike]), timed


def _described(timed: Timed) -> str:
    return f"{timed.label} on {timed.device}, batch {timed.batch_size}"


def _change(base: Timed, other: Timed) -> Change | None:
    before, after = base.spread.median(), other.spread.median()
    if before is None or after is None:
        return None
    within = ratio_interval(other.medians, base.medians)
    return Change(base, other, before, after, after / before, within)


def _differences(base: RunReading, other: RunReading) -> Iterator[SetupDifference]:
    one, two = base.header.training, other.header.training
    for name in one.__struct_fields__:
        if name not in ("lanes", "changes"):
            yield from _unlike(name.replace("_", " "), getattr(one, name), getattr(two, name))
    yield from _unlike("mode changes", _changes(one), _changes(two))
    for title, ours, theirs in (
        ("host", base.header.host, other.header.host),
        ("version of", base.header.versions, other.header.versions),
    ):
        for name in sorted({*ours, *theirs}):
            yield from _unlike(
                f"{title} {name}".replace("_", " "), ours.get(name), theirs.get(name)
            )


def _changes(recipe: Recipe) -> list[str]:
    return [f"{one.lane} to {one.mode} after step {one.step}" for one in recipe.changes]


def _unlike(what: str, one: Any, two: Any) -> Iterator[SetupDifference]:
    if one != two:
        yield SetupDifference(what, _text(one), _text(two))


def _text(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "none"
    return str(value)
