"""`fwdash attach`."""

from __future__ import annotations

import sys

import click

from tui.commands.sentence import in_one_sentence


@click.command()
@click.argument("run", required=False)
@in_one_sentence
def attach(run: str | None = None) -> None:
    """Watch a run that is going on in another terminal, and change nothing in it.

    RUN is a run log, a run's name or its beginning, or `last`; without it, the run that is going on.
    A run started with --no-log cannot be watched.
    """
    from engines.recorded import being_written, find_run
    from tui.terminal import require_terminal

    if run is None:
        from tui.going_on import only_run

        path = only_run()
    else:
        path = find_run(run)
    require_terminal("start it in one")
    if being_written(path):
        from engines.device import find_machine
        from tui.going_on import give_way

        # Before all else is imported, which costs a second of a core's time.
        give_way(find_machine())
    from tui.dashboard import run_dashboard
    from tui.follow import Follow

    sys.exit(run_dashboard(Follow(path)))
