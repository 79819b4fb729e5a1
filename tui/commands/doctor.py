"""`fwdash doctor`."""

from __future__ import annotations

import sys

import click

from tui.commands.sentence import in_one_sentence


@click.command()
@in_one_sentence
def doctor() -> None:
    """Check frameworks, compiler, GPU driver and terminal, and say what to mend."""
    from tui.plain.doctor import examine

    sys.exit(examine())
