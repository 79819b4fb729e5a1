"""`fwdash workloads`, `fwdash workloads new` and `fwdash workloads check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tui.commands.named_path import NamedPath
from tui.commands.sentence import in_one_sentence


@click.group(invoke_without_command=True)
@click.pass_context
@in_one_sentence
def workloads(context: click.Context) -> None:
    """List the workloads, or write or check a file for one of your own."""
    if context.invoked_subcommand is None:
        from tui.plain.listings import list_workloads

        list_workloads()


@workloads.command()
@click.argument("file", type=NamedPath())
@in_one_sentence
def new(file: Path) -> None:
    """Write a commented workload FILE that trains as written."""
    from engines.workloads.new import write_template

    write_template(file)
    click.echo(f"Wrote {file}. Train it with: fwdash run --workload {file}")


@workloads.command()
@click.argument("workload", metavar="FILE")
@click.argument("lanes", nargs=-1, metavar="[FRAMEWORK]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@in_one_sentence
def check(workload: str, lanes: tuple[str, ...], as_json: bool) -> None:
    """Build the models of FILE as a run would, look at each, and train nothing.

    A line a FRAMEWORK, by default all that FILE has a model for. Exit code 0 if all is well, 1 if not.
    """
    from tui.commands.termination import unwound_when_terminated
    from tui.plain.workload_check import check_workload

    with unwound_when_terminated():
        sys.exit(check_workload(workload, lanes, as_json=as_json))
