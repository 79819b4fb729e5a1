"""`fwdash workloads` and `fwdash workloads new`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands.named_path import NamedPath
from tui.commands.sentence import in_one_sentence


@click.group(invoke_without_command=True)
@click.pass_context
@in_one_sentence
def workloads(context: click.Context) -> None:
    """List the workloads, or write a file for one of your own."""
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
