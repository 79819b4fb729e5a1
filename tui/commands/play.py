"""`fwdash play`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tui.commands.named_path import NamedPath
from tui.commands.sentence import in_one_sentence


@click.command()
@click.argument("tape", type=NamedPath())
@in_one_sentence
def play(tape: Path) -> None:
    """Play a scripted demo on this terminal; q ends it.

    A TAPE is a text file with the words of vhs: Source RUNLOG, Set, Type, keys by name, Sleep, Wait,
    Mark. Its screenshots and outputs are made by: fwdash record --tape TAPE
    """
    from tui.film.tapes.live import play_here
    from tui.film.tapes.parse import load_tape

    sys.exit(play_here(load_tape(tape)))
