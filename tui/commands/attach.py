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
    from tui.watcher_priority import on_the_dashboards_core, yield_to_training

    # Ten watchers that start at once would take seconds from the training, were they on its cores.
    with on_the_dashboards_core():
        from engines.runlog.folder import find_run, has_ended
        from tui.terminal import require_terminal

        if run is None:
            from tui.sources.live_runs import only_run

            path = only_run()
        else:
            path = find_run(run)
        require_terminal("start it in one")
        goes_on = not has_ended(path)
    if goes_on:
        yield_to_training()
    from tui.dashboard import run_dashboard
    from tui.sources.follow import Follow

    sys.exit(run_dashboard(Follow(path)))
