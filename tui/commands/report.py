"""`fwdash report`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands.named_path import NamedPath
from tui.commands.sentence import in_one_sentence


@click.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN [RUN]...")
@click.option(
    "-o",
    "--out",
    type=NamedPath(),
    help="report.html (default: the run's name, here), or report.md with its charts beside it.",
)
@click.option("--overwrite", is_flag=True, help="Replace the report that is there.")
@in_one_sentence
def report(runs: tuple[str, ...], out: Path | None, overwrite: bool) -> None:
    """Write a report of a logged RUN; several are compared with the first.

    RUN is a file, a run's name or its beginning, or `last`. The page opens offline.
    """
    from engines.report.files import check_place, write_report
    from engines.report.made import make_report
    from engines.runlog.folder import find_run, run_name
    from engines.safe_text import printable
    from tui.commands.termination import unwound_when_terminated

    paths = [find_run(text) for text in runs]
    place = out or Path(f"{run_name(paths[0])}.html")
    check_place(place, overwrite=overwrite)
    with unwound_when_terminated():
        write_report(make_report(paths), place, overwrite=overwrite)
    click.echo(f"Wrote {printable(str(place))}")
