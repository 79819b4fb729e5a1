"""The options of `fwdash run` that make a plan: the command line and the start form read them both."""

from __future__ import annotations

import math
from typing import Any

import click

from tui.start.run_request import DEFAULT

HEADLESS_STEPS = 300
"""Steps of a run without a screen, unless --steps says otherwise; with a screen there is no end."""


MOST_SEED = 2**63 - 1
"""Event files for TensorBoard and columns of an export hold no larger whole number."""


class Integer(click.IntRange):
    """A whole number from a least one on; click's own is named "integer range" to the person, and
    speaks of x."""

    name = "integer"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> int:
        """The number, or a sentence that says which it may be."""
        try:
            number = int(value)
        except ValueError:
            self.fail(f"{str(value)[:40]!r} is no whole number.", parameter, context)
        if self.min is not None and number < self.min:
            self.fail(f"{number} is too small: the least is {self.min:.0f}.", parameter, context)
        if self.max is not None and number > self.max:
            self.fail(f"{number} is too large: the most is {self.max}.", parameter, context)
        return number


class Number(click.ParamType[float]):
    """Any number that a float holds."""

    name = "float"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> float:
        """The number, or a sentence that says that it is none."""
        try:
            return float(value)
        except ValueError:
            self.fail(f"{str(value)[:40]!r} is no number.", parameter, context)


NUMBER = Number()


class Milliseconds(click.ParamType[float]):
    """A time that a person writes in milliseconds and that is kept in seconds."""

    name = "float"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> float:
        """Seconds; a default is in seconds already."""
        if isinstance(value, float):
            return value
        return NUMBER.convert(value, parameter, context) / 1000

    @staticmethod
    def text_of(seconds: float) -> str:
        """As many as come to the same seconds again, in as few digits as that takes."""
        shortened = (float(f"{seconds * 1000:.{digits}g}") for digits in range(6, 18))
        return _number(next((ms for ms in shortened if ms / 1000 == seconds), seconds * 1000))


def positive(
    context: click.Context, parameter: click.Parameter, value: float | None
) -> float | None:
    """Refuse what is no finite number above 0."""
    if value is not None and not (math.isfinite(value) and value > 0):
        raise click.BadParameter(f"{value} must be a number greater than 0.")
    return value


def at_least_0(
    context: click.Context, parameter: click.Parameter, value: float | None
) -> float | None:
    """Refuse what is no finite number from 0 on."""
    if value is not None and not (math.isfinite(value) and value >= 0):
        raise click.BadParameter(f"{value} must be a number of 0 or more.")
    return value


def plan_options() -> list[click.Option]:
    """One option for each field of `RunRequest` but the lanes, with the same defaults."""
    return [
        click.Option(
            ["--workload"],
            default=DEFAULT.workload,
            help="A name from `fwdash workloads`, or a file.",
        ),
        click.Option(
            ["--optimizer"], help="sgd, adam, adamw, rmsprop, or adam-keras (Keras' own)."
        ),
        click.Option(
            ["--learning-rate", "--lr"],
            type=NUMBER,
            callback=positive,
            help="Default: the workload's.",
        ),
        click.Option(
            ["--momentum"],
            type=NUMBER,
            callback=at_least_0,
            help="Of sgd (0.9) and rmsprop (0), below 1.",
        ),
        click.Option(
            ["--nesterov/--no-nesterov"], default=None, help="Nesterov's momentum, of sgd."
        ),
        click.Option(
            ["--weight-decay"],
            type=NUMBER,
            callback=at_least_0,
            help="Decoupled in adamw (0.01), else added to the gradient (0).",
        ),
        click.Option(
            ["--clip-norm"],
            type=NUMBER,
            callback=at_least_0,
            help="The largest norm of all gradients together; 0 does not clip.",
        ),
        click.Option(
            ["--lr-schedule"],
            help="constant, cosine, linear or step, down to the last of --steps.",
        ),
        click.Option(
            ["--warmup"],
            type=Integer(min=0, max=MOST_SEED),
            help="Steps over which the learning rate grows to its full size.",
        ),
        click.Option(["--batch-size"], type=Integer(min=1), help="Default: the workload's."),
        click.Option(
            ["--seed"], type=Integer(min=0, max=MOST_SEED), default=DEFAULT.seed, show_default=True
        ),
        click.Option(
            ["--steps"],
            type=Integer(min=1),
            help=f"Headless: {HEADLESS_STEPS}; else no end.",
        ),
        click.Option(
            ["--schedule"],
            default=DEFAULT.schedule,
            show_default=True,
            help="turns or free (all at once).",
        ),
        click.Option(
            ["--turn-ms", "turn_seconds"],
            type=Milliseconds(),
            callback=positive,
            default=DEFAULT.turn_seconds,
            show_default="200",
            help="Length of a turn in milliseconds.",
        ),
        click.Option(
            ["--sync-every"],
            type=Integer(min=1),
            default=DEFAULT.sync_every,
            show_default=True,
            help="Steps between two synchronisations; 1 times single steps.",
        ),
        click.Option(
            ["--evaluate-every"],
            type=Integer(min=1),
            default=DEFAULT.evaluate_every,
            show_default=True,
            help="Steps between two evaluations on the test split.",
        ),
        click.Option(
            ["--evaluate-batch"],
            type=Integer(min=1),
            help="Examples that are evaluated at once; default: the batch size.",
        ),
        click.Option(
            ["--precision"],
            default=DEFAULT.precision,
            show_default=True,
            help="float32, tf32 or bf16.",
        ),
        click.Option(
            ["--label-smoothing"],
            type=NUMBER,
            callback=at_least_0,
            default=DEFAULT.label_smoothing,
            show_default="0",
            help="Share of a label that all classes have alike, in training.",
        ),
        click.Option(
            ["--change", "changes"],
            multiple=True,
            metavar="STEP:LANE=MODE",
            help="Change a lane's mode after a step; may be given several times.",
        ),
    ]


OPTIONS = {str(option.name): option for option in plan_options()}
"""Field of `RunRequest` -> its option."""
_CONTEXT = click.Context(click.Command("run"))


def text_of(name: str, value: Any) -> str:
    """How a value is written on the command line."""
    kind = OPTIONS[name].type
    if isinstance(kind, Milliseconds):
        return kind.text_of(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    """200 rather than 200.0."""
    return f"{value:.0f}" if value.is_integer() and value < 1e9 else str(value)


def value_of(name: str, text: str) -> Any:
    """What the command line makes of an option's text; nothing is its default.

    Raises `click.BadParameter` with one sentence.
    """
    option = OPTIONS[name]
    return option.process_value(_CONTEXT, text) if text else getattr(DEFAULT, name)
