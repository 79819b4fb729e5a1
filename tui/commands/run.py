"""`fwdash run`, and plain `fwdash`: train with or without a screen."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import click

from engines.errors import UsageError
from tui.commands.sentence import in_one_sentence

DEFAULT_LANES = ("torch", "keras", "jax")
HEADLESS_STEPS = 300
"""Steps of a run without a screen, unless --steps says otherwise; with a screen there is no end."""


def _positive(
    context: click.Context, parameter: click.Parameter, value: float | None
) -> float | None:
    if value is not None and not (math.isfinite(value) and value > 0):
        raise click.BadParameter(f"{value} must be a number greater than 0.")
    return value


@click.command()
@click.argument("lanes", nargs=-1)
@click.option("--workload", default="digits-mlp", help="A name from `fwdash workloads`, or a file.")
@click.option("--optimizer", default=None, help="sgd (momentum 0.9) or adam.")
@click.option(
    "--learning-rate", "--lr", type=float, callback=_positive, help="Default: the workload's."
)
@click.option("--batch-size", type=click.IntRange(min=1), help="Default: the workload's.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option(
    "--steps", type=click.IntRange(min=1), help=f"Headless: {HEADLESS_STEPS}; else no end."
)
@click.option("--schedule", default="turns", show_default=True, help="turns or free (all at once).")
@click.option(
    "--turn-ms",
    type=float,
    callback=_positive,
    default=200,
    show_default=True,
    help="Length of a turn in milliseconds.",
)
@click.option(
    "--sync-every",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Steps between two synchronisations; 1 times single steps.",
)
@click.option(
    "--evaluate-every",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Steps between two evaluations on the test split.",
)
@click.option("--precision", default="float32", show_default=True, help="float32, tf32 or bf16.")
@click.option(
    "--change",
    "changes",
    multiple=True,
    metavar="STEP:LANE=MODE",
    help="Change a lane's mode after a step; may be given several times.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Where the run log goes.")
@click.option("--overwrite", is_flag=True, help="Replace the file given with --out.")
@click.option("--no-log", is_flag=True, help="Keep no run log.")
@click.option("--headless", is_flag=True, help="No screen: progress on stderr, summary on stdout.")
@click.option("--json", "as_json", is_flag=True, help="With --headless: the summary as JSON.")
@in_one_sentence
def run(
    lanes: tuple[str, ...] = (),
    workload: str = "digits-mlp",
    optimizer: str | None = None,
    learning_rate: float | None = None,
    batch_size: int | None = None,
    seed: int = 0,
    steps: int | None = None,
    schedule: str = "turns",
    turn_ms: float = 200.0,
    sync_every: int = 10,
    evaluate_every: int = 100,
    precision: str = "float32",
    changes: tuple[str, ...] = (),
    out: Path | None = None,
    overwrite: bool = False,
    no_log: bool = False,
    headless: bool = False,
    as_json: bool = False,
) -> None:
    """Train LANES side by side: FRAMEWORK[@DEVICE][+MODE], by default torch keras jax."""
    from engines.device import find_machine
    from engines.recorded import default_path
    from engines.runlog import RunLog
    from engines.supervisor import Supervisor
    from tui.asked import make_plan

    if as_json and not headless:
        raise UsageError("--json goes with --headless: the dashboard needs stdout for itself.")
    if out is not None and no_log:
        raise UsageError("--out and --no-log contradict one another: give one of them.")
    if not headless:
        from tui.terminal import require_terminal

        require_terminal()
    machine = find_machine()
    plan = make_plan(
        lanes or DEFAULT_LANES,
        machine,
        workload=workload,
        optimizer=optimizer,
        learning_rate=learning_rate,
        batch_size=batch_size,
        seed=seed,
        precision=precision,
        schedule=schedule,
        turn_seconds=turn_ms / 1000,
        sync_every=sync_every,
        evaluate_every=evaluate_every,
        steps=steps or (HEADLESS_STEPS if headless else None),
        changes=changes,
    )

    def open_log(run_id: str) -> RunLog:
        return RunLog(out or default_path(run_id), overwrite=overwrite)

    supervisor = Supervisor(
        plan, machine, log=None if no_log else open_log, command=["fwdash", *sys.argv[1:]]
    )
    if headless:
        from tui.headless import run_headless

        sys.exit(run_headless(supervisor, as_json=as_json))
    from tui.app import run_dashboard

    sys.exit(run_dashboard(supervisor))
