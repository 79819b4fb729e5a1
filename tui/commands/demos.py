"""`fwdash demos`."""

from __future__ import annotations

import click

from tui.commands.sentence import in_one_sentence


@click.command()
@in_one_sentence
def demos() -> None:
    """List the debugging demos: one bug each, in three frameworks."""
    from tui.plain.demo_table import list_demos

    list_demos()
