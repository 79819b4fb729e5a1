"""`fwdash runs`: which runs were logged, and what can be done with it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from engines.errors import UsageError
from engines.safe_text import printable
from tui.commands.sentence import in_one_sentence


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
@in_one_sentence
def runs(context: click.Context, as_json: bool) -> None:
    """List the logged runs, newest first; open, rename or delete a run."""
    if context.invoked_subcommand is not None:
        return
    from engines.runlog.folder import logged_runs, runs_folder
    from engines.runlog.listing import describe
    from tui.plain.runs_table import runs_document, runs_table

    found = [run for run in map(describe, logged_runs()) if run is not None]
    if as_json:
        click.echo(json.dumps(runs_document(found), indent=2))
    elif found:
        click.echo(runs_table(found))
    else:
        where = printable(str(runs_folder()))
        click.echo(f"No run was logged yet in {where}: start one with fwdash.")


@runs.command("open")
@click.argument("run")
@click.option("--speed", type=float, default=1.0, show_default=True, help="From 0.25 to 64.")
@click.pass_context
def open_run(context: click.Context, run: str, speed: float) -> None:
    """Watch RUN again, as fwdash replay does."""
    from tui.commands.replay import replay

    context.invoke(replay, run=run, speed=speed)


@runs.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("--yes", is_flag=True, help="Do not ask.")
@in_one_sentence
def delete(runs: tuple[str, ...], yes: bool) -> None:
    """Delete each RUN and its index, for good; asks first."""
    from engines.runlog.folder import find_run
    from engines.runlog.listing import check_idle, check_log
    from engines.runlog.listing import delete as delete_run
    from widgets.quantities import bytes_text

    # All are looked for before the first is gone: `last` and beginnings of names mean what they meant.
    paths = list(dict.fromkeys(map(find_run, runs)))
    for path in paths:
        check_log(path)
        check_idle(path, "delete")
    for path in paths:
        if not yes:
            _ask(path, bytes_text(path.stat().st_size))
        delete_run(path)
        click.echo(f"Deleted {printable(str(path))}.")


def _ask(path: Path, size: str) -> None:
    """Ask whether to delete it; leaves if not, or if nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError(f"Nobody can be asked here whether to delete {path} for good: add --yes.")
    if not click.confirm(f"Delete {printable(str(path))} ({size}) for good?", err=True):
        click.echo("It stays.", err=True)
        sys.exit(1)


@runs.command()
@click.argument("run")
@click.argument("name")
@in_one_sentence
def rename(run: str, name: str) -> None:
    """Call RUN NAME from now on; nothing is overwritten."""
    from engines.runlog.folder import find_run, run_name
    from engines.runlog.listing import rename as rename_run

    path = find_run(run)
    new = rename_run(path, name)
    click.echo(f"{printable(run_name(path))} is now {run_name(new)}.")
