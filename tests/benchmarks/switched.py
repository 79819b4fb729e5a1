"""A lane that trains while something is switched on and off, and what each slice of it cost a step."""

from __future__ import annotations

import math
import statistics
import time
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engines.chunk import Chunk
from engines.events import Steps
from engines.runlog.reader import LogReader
from tests.benchmarks.paired import Ratio, Sample, order, ratio, verdict

OFF, ON, CONTROL = "off", "on", "off again"
SLICE = 0.2
"""Seconds. On a shared machine the speed of a core wanders by a third within seconds: the same time cut
into slices of a second gave intervals three times as wide."""
LEAD = 0.06
"""Seconds at a slice's beginning that still hold what switching takes: a tick, and what waits then."""
FEWEST_CHUNKS = 3
CPU, ALL_IN = "CPU time of the worker", "wall time, all in"
"""The first is that of the chunks of steps alone; the second goes from one chunk's end to another's, with
turns, evaluations and writing in it. What takes CPU time takes some from every step, so the middle half
of the blocks is enough; wall time can also be lost in few blocks, so all count."""


@dataclass(frozen=True)
class Slice:
    """A slice of wall time."""

    block: int
    condition: str
    began: float
    """Seconds since the epoch, the lead not counted in."""
    ended: float


def begin(log: Path, wait: Callable[[float], None] = time.sleep) -> None:
    """Return when the run trains."""
    while not log.exists() or b'"event":"steps"' not in log.read_bytes():
        wait(0.2)


def take_slices(
    switch: Callable[[str], None],
    seconds: float,
    conditions: tuple[str, ...] = (OFF, ON, CONTROL),
    length: float = SLICE,
    wait: Callable[[float], None] = time.sleep,
) -> list[Slice]:
    """Switch from condition to condition for about `seconds`; `wait` lets time pass.

    Slices of another `length` are for what needs some time to be as it usually is.
    """
    blocks = max(1, round(seconds / (2 * len(conditions) * length)))
    slices = []
    for block, condition in order(conditions, blocks, seed=blocks):
        began = time.time()
        switch(condition)
        wait(length)
        slices.append(Slice(block, condition, began + LEAD, time.time()))
    return slices


def costs(log: Path, slices: list[Slice]) -> dict[str, list[Sample]]:
    """The figures of each slice in seconds a step, after the run has ended."""
    events = list(LogReader(log).events())
    # The last event is written as the run ends: from it, the run's clock in terms of this one's.
    # The header's `started_at` is in whole seconds, which are as long as a slice.
    origin = log.stat().st_mtime - events[-1].at
    chunks: list[list[Chunk]] = [[] for _ in slices]
    starts = [one.began for one in slices]
    for event in events:
        if isinstance(event, Steps):
            for chunk in event.chunks():
                at = origin + chunk.end
                number = bisect(starts, at) - 1
                if number >= 0 and at <= slices[number].ended:
                    chunks[number].append(chunk)
    samples: dict[str, list[Sample]] = {name: [] for name in (CPU, ALL_IN)}
    for one, inside in zip(slices, chunks, strict=True):
        for name, value in zip((CPU, ALL_IN), _figures(inside), strict=True):
            samples[name].append(Sample(one.block, one.condition, value))
    return samples


def _figures(chunks: list[Chunk]) -> tuple[float, float]:
    """CPU seconds and wall seconds a step, the first chunk's beginning being unknown."""
    if len(chunks) < FEWEST_CHUNKS:
        return math.nan, math.nan
    steps = sum(chunk.size for chunk in chunks[1:])
    cpu = sum(chunk.cpu_seconds for chunk in chunks[1:])
    return cpu / steps, (chunks[-1].end - chunks[0].end) / steps


def print_costs(
    what: str, log: Path, slices: list[Slice], bound: float, others: tuple[str, ...] = ()
) -> None:
    """A line for each figure and condition, the control first; `others` have no bound."""
    seconds = sum(one.ended - one.began + LEAD for one in slices)
    length = seconds / len(slices)
    print(f"{what}: {seconds:.0f} s in slices of {length:.2f} s, bound {bound:.2f}")
    found = costs(log, slices)
    usual = {name: _when_off(samples) for name, samples in found.items()}
    # All but some per cent, or something else computes on the training's core, and hides what is sought.
    print(f"  the worker had {usual[CPU] / usual[ALL_IN]:.0%} of a core when off")
    for name, samples in found.items():
        print(f"  {name}, a step: {usual[name] * 1e3:.4f} ms when off")
        half = name == CPU
        control = ratio(samples, CONTROL, OFF, middle_half=half)
        _print_ratio(f"{CONTROL} / {OFF}", control)
        for other in others:
            _print_ratio(f"{other} / off", ratio(samples, other, OFF, CONTROL, middle_half=half))
        on = ratio(samples, ON, OFF, CONTROL, middle_half=half)
        _print_ratio(f"{ON} / off", on, verdict(on, control, bound, seconds))


def _when_off(samples: list[Sample]) -> float:
    """The median; nan where nothing was measured."""
    measured = [one.value for one in samples if one.condition == OFF and one.value > 0]
    return statistics.median(measured) if measured else math.nan


def _print_ratio(what: str, found: Ratio | None, told: str = "") -> None:
    figures = "n/a"
    if found is not None:
        figures = f"{found.middle:.4f} [{found.low:.4f}, {found.high:.4f}] in {found.blocks} blocks"
    print(f"    {what:<16} {figures}{told and ': '}{told}", flush=True)
