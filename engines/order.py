"""What a worker can be ordered to do: train a lane, build and check one, or measure a cell. Plain
data, no code."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from engines.phases import PhaseName
from engines.recipe import Recipe


class Job(msgspec.Struct, frozen=True, tag_field="job", kw_only=True):
    """A piece of work for a worker."""

    PHASE: ClassVar[str]
    """What a worker is doing that has a turn for it."""


class PlannedSettings(msgspec.Struct, frozen=True, kw_only=True):
    """From the step after `step` on, train with these; null keeps."""

    step: int
    learning_rate: float | None = None
    batch_size: int | None = None


class Train(Job, tag="train", frozen=True, kw_only=True):
    """Train a lane, from its first step to the last."""

    PHASE: ClassVar[str] = PhaseName.TRAINING

    recipe: Recipe
    settings: tuple[PlannedSettings, ...] = ()
    """Changes of learning rate and batch size, at their steps."""


class Check(Job, tag="check", frozen=True, kw_only=True):
    """Do all that a lane does before its first step, and end."""

    PHASE: ClassVar[str] = PhaseName.BUILDING

    recipe: Recipe


class Measure(Job, tag="measure", frozen=True, kw_only=True):
    """Measure a cell of a study: call a function, which says its findings and its outcome."""

    PHASE: ClassVar[str] = PhaseName.MEASURING
    call: str
    """`package.module:function`; it is given a `Measurement` (see `engines.worker.measuring`)."""
    arguments: dict[str, Any] = {}
    """Keyword arguments, plain data."""


AnyJob = Train | Check | Measure
