"""`fwdash replay`: the dashboard, or the summary, over a logged run."""

from __future__ import annotations

import math
import sys

import click

from engines.errors import UsageError
from tui.commands.sentence import in_one_sentence


@click.command()
@click.argument("run")
@click.option("--speed", type=float, default=1.0, show_default=True, help="From 0.25 to 64.")
@click.option("--headless", is_flag=True, help="No screen: the run's summary on stdout.")
@click.option("--json", "as_json", is_flag=True, help="With --headless: the summary as JSON.")
@in_one_sentence
def replay(run: str, speed: float = 1.0, headless: bool = False, as_json: bool = False) -> None:
    """Watch RUN again: a run's name or how it begins, `last`, or a file."""
    from engines.runlog.folder import find_run
    from tui.sources.replay import SPEEDS, Replay

    if as_json and not headless:
        raise UsageError("--json goes with --headless: the dashboard needs stdout for itself.")
    if not (math.isfinite(speed) and SPEEDS[0] <= speed <= SPEEDS[-1]):
        raise UsageError(f"--speed must be from {SPEEDS[0]:g} to {SPEEDS[-1]:g}.")
    path = find_run(run)
    if headless:
        from tui.plain.replay_headless import replay_headless

        sys.exit(replay_headless(path, as_json=as_json))
    from tui.terminal import require_terminal

    require_terminal()
    from tui.dashboard import run_dashboard

    sys.exit(run_dashboard(Replay(path, speed)))
