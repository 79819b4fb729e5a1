"""A plan that is being written: what stands in the start form, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from engines.device import Machine, parse_device
from engines.errors import RunError, UsageError
from engines.lane import DEFAULT_MODE, FRAMEWORKS, MAX_LANES, MODES, Lane, name_lanes, parse_lane
from engines.optimization import mistakes
from engines.recipe import CHOICES
from tui.start.checked_plan import (
    batch_size_for,
    check_names,
    check_smoothing,
    learning_rate_for,
    optimization_for,
    parse_changes,
)
from tui.start.command_line import short
from tui.start.run_options import OPTIONS, text_of, value_of
from tui.start.run_request import DEFAULT, RunRequest

if TYPE_CHECKING:
    from engines.workloads.examine import Checked

WRONG = (UsageError, RunError, click.BadParameter)


@dataclass(frozen=True)
class Draft:
    """What stands in each field, valid or not."""

    lanes: tuple[Lane, ...] = ()
    """The device is as it was written."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Field of `RunRequest` -> its text; empty leaves it to the default."""


@dataclass(frozen=True)
class DraftReading:
    """What a draft asks for, and why some of it cannot be."""

    request: RunRequest
    """With defaults in place of what is wrong."""
    problems: Mapping[str, str]
    """Field of `RunRequest`, or `lane:N` -> one sentence."""

    @property
    def problem(self) -> str:
        """The first of the problems, empty if there is none."""
        return next(iter(self.problems.values()), "")


def draft_of(request: RunRequest) -> Draft:
    """The draft that asks for the same; fields that have their default stay empty."""
    texts = {}
    for name, option in OPTIONS.items():
        value = getattr(request, name)
        if value != getattr(DEFAULT, name):
            texts[name] = " ".join(value) if option.multiple else text_of(name, value)
    return Draft(tuple(parse_lane(text) for text in request.lanes), texts)


def read_draft(draft: Draft, machine: Machine, checked: Checked | None = None) -> DraftReading:
    """What the command line would make of the draft, field by field.

    `checked` is what is known of its workload; without it nothing is held against that.
    """
    problems: dict[str, str] = {}
    values: dict[str, Any] = {}
    lanes = tuple(short(lane) for lane in draft.lanes)
    for number, (text, lane) in enumerate(zip(lanes, draft.lanes, strict=True)):
        try:
            parse_lane(text)
            parse_device(lane.device or "cpu", machine)
            name_lanes([parse_lane(one) for one in lanes[: number + 1]], lanes[: number + 1])
        except WRONG as error:
            problems[f"lane:{number}"] = _sentence(error)
    for name, option in OPTIONS.items():
        text = draft.texts.get(name, "").strip()
        try:
            values[name] = tuple(text.split()) if option.multiple else value_of(name, text)
        except WRONG as error:
            problems[name] = _sentence(error)
    request = RunRequest(lanes=lanes, **values)
    for name in CHOICES:
        try:
            check_names(RunRequest(**{name: getattr(request, name)}))
        except WRONG as error:
            problems[name] = _sentence(error)
    if not any(name.startswith("lane:") for name in problems):
        try:
            specs = name_lanes([parse_lane(text) for text in lanes], lanes)
            parse_changes(request.changes, specs, request.steps)
        except WRONG as error:
            problems["changes" if lanes else "lane:0"] = _sentence(error)
    if checked is not None and "batch_size" not in problems:
        try:
            batch_size_for(request.batch_size, checked)
        except WRONG as error:
            problems["batch_size"] = _sentence(error)
    if checked is not None and "label_smoothing" not in problems:
        try:
            check_smoothing(request.label_smoothing, checked)
        except WRONG as error:
            problems["label_smoothing"] = _sentence(error)
    if checked is not None and not {"learning_rate", "optimizer"} & set(problems):
        try:
            learning_rate_for(
                request.learning_rate, request.optimizer or checked.optimizer, checked
            )
        except WRONG as error:
            problems["learning_rate"] = _sentence(error)
        else:
            for name, sentence in mistakes(optimization_for(request, checked)):
                problems.setdefault(name, sentence)
    return DraftReading(request, problems)


def another_lane(lanes: tuple[Lane, ...], like: int | None = None) -> Lane:
    """A lane that is not there yet: like one of them in its next mode, or of a missing framework.

    Raises `UsageError` if there are as many as can be.
    """
    if why := why_full(lanes):
        raise UsageError(why)
    if like is None:
        used = {lane.framework for lane in lanes}
        missing = [framework for framework in FRAMEWORKS if framework not in used]
        if missing:
            return Lane(missing[0], "cpu", DEFAULT_MODE[missing[0]])
        like = len(lanes) - 1
    model = lanes[like]
    taken = {short(lane) for lane in lanes}
    modes = list(MODES[model.framework])
    start = modes.index(model.mode) if model.mode in modes else 0
    turned = modes[start + 1 :] + modes[: start + 1]
    others = [replace(model, mode=mode) for mode in turned]
    others += [Lane(name, model.device, mode) for name in FRAMEWORKS for mode in MODES[name]]
    return next((lane for lane in others if short(lane) not in taken), others[0])


def why_full(lanes: tuple[Lane, ...]) -> str:
    """Why there cannot be one more; empty if there can."""
    if len(lanes) < MAX_LANES:
        return ""
    return f"There are {MAX_LANES} lanes already: no more fit side by side."


def _sentence(error: Exception) -> str:
    text = error.message if isinstance(error, click.BadParameter) else str(error)
    return text if text.endswith(".") else text + "."
