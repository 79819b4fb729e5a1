"""`fwdash demo`: a bug in three frameworks, measured, with a screen or without one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engines.errors import UsageError
from tui.commands.named_path import NamedPath
from tui.commands.sentence import in_one_sentence


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every demo of the catalogue.")
@click.option(
    "--framework",
    "frameworks",
    multiple=True,
    metavar="FRAMEWORK",
    help="Only this; may stand again.",
)
@click.option("--mode", "modes", multiple=True, metavar="MODE", help="Only this; may stand again.")
@click.option("--code", is_flag=True, help="Print the snippets, and run nothing.")
@click.option("--plain", is_flag=True, help="No screen: progress on stderr, the table on stdout.")
@click.option("--json", "as_json", is_flag=True, help="No screen: the measured table as JSON.")
@click.option("--out", type=NamedPath(), help="Where the run log goes.")
@click.option("--overwrite", is_flag=True, help="Replace the file given with --out.")
@click.option("--no-log", is_flag=True, help="Keep no run log.")
@in_one_sentence
def demo(
    names: tuple[str, ...],
    every: bool,
    frameworks: tuple[str, ...],
    modes: tuple[str, ...],
    code: bool,
    plain: bool,
    as_json: bool,
    out: Path | None,
    overwrite: bool,
    no_log: bool,
) -> None:
    """Watch a bug happen in PyTorch, Keras and JAX, in every mode; `fwdash demos` lists NAMEs.

    The exit code is 0 if every cell came to an outcome and every fixed version was right, else 1.
    """
    from engines.demos.planned import chosen

    if every == bool(names):
        raise UsageError("Name a demo, or give --all: fwdash demos lists them.")
    if plain and as_json:
        raise UsageError("--plain and --json contradict one another: give one of them.")
    cells = chosen(names, frameworks, modes)
    if code:
        from tui.plain.demo_table import print_code

        print_code(cells)
        return
    from tui.start.log_place import LogPlace

    place = LogPlace(out, overwrite, not no_log)
    place.check()
    if not (plain or as_json):
        from tui.terminal import require_terminal

        require_terminal("or add --plain or --json")
    from engines.device import find_machine

    machine = find_machine()
    command = ["fwdash", *sys.argv[1:]]
    if not (plain or as_json):
        from tui.dashboard import run_dashboard
        from tui.start.next_demos import every_demo

        # The screen has the whole catalogue and measures what is asked for there.
        sys.exit(run_dashboard(every_demo(machine, command, place, cells), place.after()))
    from tui.plain.demo_table import run_demos
    from tui.start.next_demos import demos

    sys.exit(run_demos(demos(cells, machine, command, place), as_json=as_json))
