"""`fwdash run`, and plain `fwdash`: train with or without a screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from msgspec import structs

from engines.errors import UsageError
from tui.commands.named_path import NamedPath
from tui.commands.sentence import in_one_sentence
from tui.start.run_options import HEADLESS_STEPS, plan_options
from tui.start.run_request import DEFAULT, RunRequest


@click.command(params=[click.Argument(["lanes"], nargs=-1), *plan_options()])
@click.option("--form", is_flag=True, help="Fill in a form first; what was given is in it.")
@click.option("--out", type=NamedPath(), help="Where the run log goes.")
@click.option("--overwrite", is_flag=True, help="Replace the file given with --out.")
@click.option("--no-log", is_flag=True, help="Keep no run log; nobody can attach then.")
@click.option(
    "--tensorboard",
    metavar="DIR",
    type=NamedPath(),
    help="Also write event files for TensorBoard, in a folder of the run's id below DIR.",
)
@click.option("--headless", is_flag=True, help="No screen: progress on stderr, summary on stdout.")
@click.option("--json", "as_json", is_flag=True, help="With --headless: the summary as JSON.")
@in_one_sentence
def run(
    lanes: tuple[str, ...] = (),
    form: bool = False,
    out: Path | None = None,
    overwrite: bool = False,
    no_log: bool = False,
    tensorboard: Path | None = None,
    headless: bool = False,
    as_json: bool = False,
    **asked_for: Any,
) -> None:
    """Train LANES side by side: FRAMEWORK[@DEVICE][+MODE], by default torch keras jax."""
    from engines.device import find_machine
    from tui.sources.live import Live
    from tui.start.checked_plan import make_plan
    from tui.start.log_place import LogPlace

    if as_json and not headless:
        raise UsageError("--json goes with --headless: the dashboard needs stdout for itself.")
    if form and headless:
        raise UsageError("--form needs a screen: leave --headless out.")
    place = LogPlace(out, overwrite, not no_log, tensorboard)
    place.check()
    if not headless:
        from tui.terminal import require_terminal

        require_terminal()
    machine = find_machine()
    request = RunRequest(lanes=lanes or DEFAULT.lanes, **asked_for)
    if form:
        from tui.dashboard import run_dashboard
        from tui.start.planned import Planned

        sys.exit(run_dashboard(Planned(request, machine), place))
    if headless and request.steps is None:
        request = structs.replace(request, steps=HEADLESS_STEPS)
    live = Live(
        make_plan(request, machine),
        machine,
        log=place.open if place.keep else None,
        command=["fwdash", *sys.argv[1:]],
    )
    source = place.written_too(live)
    if headless:
        from tui.plain.headless import run_headless

        sys.exit(run_headless(source, as_json=as_json))
    from tui.dashboard import run_dashboard

    sys.exit(run_dashboard(source, place.after()))
