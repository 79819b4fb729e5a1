"""`fwdash serve`."""

from __future__ import annotations

import sys

import click

from engines.errors import UsageError
from tui.commands.sentence import in_one_sentence

LOOPBACK = ("127.0.0.1", "localhost")


@click.command()
@click.argument("run")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Only this machine itself.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@in_one_sentence
def serve(run: str, port: int | None, host: str, open_browser: bool) -> None:
    """Watch RUN in a browser on this machine: live while it goes on, else its replay.

    RUN is a run log, a run's name or its beginning, or `last`. No tab ever starts a training.
    """
    from engines.runlog.folder import find_run
    from engines.runlog.reader import LogReader
    from tui.serve.serving import serve_run

    if host not in LOOPBACK:
        raise UsageError(
            f"fwdash serve listens on this machine only (127.0.0.1), not on {host}: from elsewhere, "
            "forward its port, as in ssh -L 8000:127.0.0.1:8000 with --port 8000."
        )
    path = find_run(run)
    # What is no run log is refused here, and not in each tab.
    next(LogReader(path).events(), None)
    sys.exit(serve_run(path, port or 0, open_browser=open_browser))
