"""`fwdash record`."""

from __future__ import annotations

import click

from tui.commands.named_path import NamedPath
from tui.commands.sentence import in_one_sentence
from tui.film.casts.record_options import IDLE_SECONDS

FILE = NamedPath()


@click.command()
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
@click.option("-o", "--output", type=FILE, help="The asciicast; asciinema plays it.")
@click.option(
    "--v3", is_flag=True, help="Asciicast 3, for asciinema 3; version 2 plays everywhere."
)
@click.option(
    "--idle",
    type=click.FloatRange(min=0, min_open=True),
    default=IDLE_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Cut longer pauses to this.",
)
@click.option(
    "--tape", type=FILE, help="Play a tape instead, without a terminal and without waiting."
)
@click.option("--from", "cast", type=FILE, help="Make pictures of a cast that is there already.")
@click.option("--gif", type=FILE, help="Also as a GIF.")
@click.option("--svg", type=FILE, help="Also a still, as SVG.")
@click.option("--png", type=FILE, help="Also a still, as PNG.")
@click.option(
    "--at",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="The moment of the stills; without it the last screen.",
)
@click.option(
    "--fps", type=click.FloatRange(1, 30), default=8, show_default=True, help="Of the GIF."
)
@click.option(
    "--width",
    type=click.IntRange(200, 4000),
    default=960,
    show_default=True,
    help="Of the GIF, in pixels at most.",
)
@click.option("--overwrite", is_flag=True, help="Replace files that are there already.")
@click.pass_context
@in_one_sentence
def record(context: click.Context, command: tuple[str, ...], **asked: object) -> None:
    """Record the dashboard as an asciicast, GIF or picture.

    Everything after -- is what `fwdash run` takes, or a command that shows the dashboard:

    \b
    fwdash record -o race.cast -- torch jax --steps 2000
    fwdash record -o old.cast -- replay last
    fwdash record --tape demo.tape -o demo.cast --gif demo.gif
    fwdash record --from demo.cast --svg still.svg --at 12
    """
    from tui.film.casts.session import Session, record_session

    record_session(context, command, Session(**asked))  # type: ignore[arg-type]
