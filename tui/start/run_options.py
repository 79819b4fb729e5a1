"""The options of `fwdash run` that make a plan: the command line and the start form read them both."""

from __future__ import annotations

import math
from typing import Any

import click

from tui.start.checked_plan import Asked

HEADLESS_STEPS = 300
"""Steps of a run without a screen, unless --steps says otherwise; with a screen there is no end."""


class Integer(click.IntRange):
    """A whole number from a least one on; click's own is named "integer range" to the person."""

    name = "integer"


def positive(
    context: click.Context, parameter: click.Parameter, value: float | None
) -> float | None:
    """Refuse what is no finite number above 0."""
    if value is not None and not (math.isfinite(value) and value > 0):
        raise click.BadParameter(f"{value} must be a number greater than 0.")
    return value


def plan_options() -> list[click.Option]:
    """One option for each field of `Asked` but the lanes, with the same defaults."""
    return [
        click.Option(
            ["--workload"],
            default=Asked.workload,
            help="A name from `fwdash workloads`, or a file.",
        ),
        click.Option(["--optimizer"], help="sgd (momentum 0.9) or adam."),
        click.Option(
            ["--learning-rate", "--lr"],
            type=float,
            callback=positive,
            help="Default: the workload's.",
        ),
        click.Option(["--batch-size"], type=Integer(min=1), help="Default: the workload's."),
        click.Option(["--seed"], type=Integer(min=0), default=Asked.seed, show_default=True),
        click.Option(
            ["--steps"],
            type=Integer(min=1),
            help=f"Headless: {HEADLESS_STEPS}; else no end.",
        ),
        click.Option(
            ["--schedule"],
            default=Asked.schedule,
            show_default=True,
            help="turns or free (all at once).",
        ),
        click.Option(
            ["--turn-ms"],
            type=float,
            callback=positive,
            default=Asked.turn_ms,
            show_default=True,
            help="Length of a turn in milliseconds.",
        ),
        click.Option(
            ["--sync-every"],
            type=Integer(min=1),
            default=Asked.sync_every,
            show_default=True,
            help="Steps between two synchronisations; 1 times single steps.",
        ),
        click.Option(
            ["--evaluate-every"],
            type=Integer(min=1),
            default=Asked.evaluate_every,
            show_default=True,
            help="Steps between two evaluations on the test split.",
        ),
        click.Option(
            ["--precision"],
            default=Asked.precision,
            show_default=True,
            help="float32, tf32 or bf16.",
        ),
        click.Option(
            ["--change", "changes"],
            multiple=True,
            metavar="STEP:LANE=MODE",
            help="Change a lane's mode after a step; may be given several times.",
        ),
    ]


OPTIONS = {str(option.name): option for option in plan_options()}
"""Field of `Asked` -> its option."""
_CONTEXT = click.Context(click.Command("run"))


def value_of(name: str, text: str) -> Any:
    """What the command line makes of an option's text; nothing is its default.

    Raises `click.BadParameter` with one sentence.
    """
    option = OPTIONS[name]
    return option.process_value(_CONTEXT, text) if text else getattr(Asked, name)
