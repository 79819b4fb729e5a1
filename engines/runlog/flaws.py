"""What is wrong with an event that can be decoded and yet cannot be true."""

from __future__ import annotations

import math
from collections.abc import Iterable

from engines.events import (
    AnyEvent,
    Compiled,
    CompileFailed,
    Evaluated,
    Header,
    ModeChanged,
    Phase,
    ProcessSampled,
    ScheduleChanged,
    SettingsChanged,
    Started,
    Steps,
)
from engines.recipe import LaneSpec
from engines.study.plan import CellSpec

LARGEST = 1 << 53
"""Whole numbers up to here are exact as floats; no step, byte or pid comes near."""


def flaw(event: AnyEvent) -> str:
    """Why the event cannot be folded, empty if it can."""
    if not math.isfinite(event.at):
        return "the time is no number"
    match event:
        case Steps():
            return _steps(event)
        case Header(lanes=lanes, ids=ids):
            if not ids:
                return "the header names no lane"
            if len(set(ids)) < len(ids) or not all(ids):
                return "the header's lanes have no names of their own"
            if not all(map(str.isprintable, ids)):
                return "the name of a lane cannot be shown"
            recipe = event.recipe
            names = (
                [recipe.optimizer, recipe.lr_schedule, recipe.schedule, recipe.precision]
                if recipe
                else []
            )
            specs: list[LaneSpec | CellSpec] = [*lanes, *event.cells]
            for lane in specs:
                names += (lane.framework, lane.device, lane.mode)
            return _not_shown(names)
        case Started(device=device, mode=mode):
            return _not_shown([device, mode])
        case ModeChanged(mode=mode, previous=other) | CompileFailed(mode=mode, fallback=other):
            return _not_shown([mode, other])
        case Compiled(mode=name) | Phase(phase=name) | ScheduleChanged(schedule=name):
            return _not_shown([name])
        case ProcessSampled(rss=rss, own=own, uss=uss, gpu_bytes=gpu):
            return _too_large([rss, own, uss, gpu])
        case SettingsChanged(batch_size=size, step=step):
            return _too_large([size, step])
        case Evaluated(step=step):
            return _too_large([step])
    return ""


def _steps(event: Steps) -> str:
    """Steps are most of a log: what is to be seen of the whole of a tuple is looked for there first."""
    counts, seconds, ends, lane_ends = event.counts, event.seconds, event.ends, event.lane_ends
    chunks = len(counts)
    alike = len(seconds) == len(event.cpu_seconds) == len(ends) == len(lane_ends) == chunks
    if not chunks or not alike or len(event.left_out) != chunks:
        return "the chunks are not all told"
    if min(counts) < 1 or sum(counts) != len(event.losses):
        return "losses and chunks do not agree"
    if not 1 <= event.first < LARGEST:
        return f"there is no step {event.first}"
    if min(seconds) <= 0 and any(
        took <= 0 and not why for took, why in zip(seconds, event.left_out, strict=True)
    ):
        return "a chunk took no time"
    # A sum of numbers with one that is not finite is not finite.
    if not math.isfinite(sum(seconds) + sum(ends) + sum(lane_ends)):
        return "a time is no number"
    return ""


def _not_shown(names: Iterable[str]) -> str:
    """Names from fixed lists stand in headings and labels everywhere; texts are made safe there."""
    return "" if all(map(str.isprintable, names)) else "a name in it cannot be shown"


def _too_large(counts: Iterable[int | None]) -> str:
    if any(count is not None and not 0 <= count < LARGEST for count in counts):
        return "a number is out of all bounds"
    return ""
