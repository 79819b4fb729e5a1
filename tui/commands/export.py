"""`fwdash export`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands.named_path import NamedPath
from tui.commands.sentence import in_one_sentence


@click.command()
@click.argument("run")
@click.argument("folder", metavar="DIR", type=NamedPath())
@click.option(
    "--to",
    required=True,
    type=click.Choice(["csv", "parquet", "tensorboard"]),
    help="Tidy tables, a row a step and lane; or event files for TensorBoard.",
)
@click.option("--overwrite", is_flag=True, help="Replace the files that are there.")
@in_one_sentence
def export(run: str, folder: Path, to: str, overwrite: bool) -> None:
    """Write a logged RUN into DIR for other programs.

    RUN is a file, a run's name or its beginning, or `last`.
    """
    from engines.export.exported import export as write
    from engines.runlog.folder import find_run
    from engines.safe_text import printable
    from tui.commands.termination import unwound_when_terminated

    with unwound_when_terminated():
        read = write(find_run(run), to, folder, overwrite=overwrite)
    if read.passed:
        click.echo(f"fwdash: {read.passed.sentence}", err=True)
    if read.damage is not None:
        click.echo(f"fwdash: the run log ends early: {read.damage.reason}.", err=True)
    click.echo(f"Wrote {printable(str(folder))}")
