"""From a source to the dashboard on the terminal, and on to each run that is started from it."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from engines.safe_text import printable
from tui.app import FwdashApp
from tui.config import load_config
from tui.crash_report import in_one_line, write_crash
from tui.film.casts.record_options import recording_asked
from tui.plain.farewell import say_farewell
from tui.start.log_place import LogPlace
from tui.terminal import (
    forget_exported_size,
    let_go_of_a_lost_terminal,
    require_terminal,
)

if TYPE_CHECKING:
    from tui.sources.source import Source


def run_dashboard(source: Source, place: LogPlace | None = None) -> int:
    """Show the dashboard, and that of each run started from it, until the person leaves.

    Args:
        source: What to show first.
        place: Where the log of the next run goes, and its event files for TensorBoard.

    Returns:
        The exit code.

    Raises:
        UsageError: If there is no terminal to show it on.
        RunError: If the log or the event files of a further run cannot be written.
    """
    require_terminal()
    forget_exported_size()
    place = place or LogPlace()
    recording = recording_asked()
    while True:
        app = FwdashApp(source, load_config())
        app.recording_wanted, recording = recording, None
        app.log_place = place
        code = show(app)
        if app.crash is None and source.can.ends_with_us:
            app.known.apply_all(source.drain())
            say_farewell(app.known, source.log_path, app.written)
        if app.command_left:
            print(app.command_left, file=sys.__stdout__)
        if app.next_run is None or app.crash is not None:
            return code
        app.left.set()
        # It may have been written in the form.
        place = app.log_place
        following = app.next_run.live(place)
        source = place.written_too(following) if following.header.lanes else following
        place = place.after()
        # Nothing of the old run lives on, what was frozen when it began included.
        del app
        gc.unfreeze()
        gc.collect()


def show(app: FwdashApp) -> int:
    """Run an application on the terminal until the person leaves; the exit code."""
    source = app.source
    try:
        app.run()
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        app.crash = app.crash or error
    finally:
        source.close()
        let_go_of_a_lost_terminal()
        if recorded := app.end_recording():
            print(f"fwdash: {printable(recorded)}", file=sys.__stderr__)
    if app.crash is not None:
        where = write_crash(app.crash)
        kept = f" The run log is {printable(str(source.log_path))}." if source.log_path else ""
        failed = "failed and ended the run" if source.can.ends_with_us else "failed"
        print(
            f"fwdash: the dashboard {failed}: {in_one_line(app.crash)}. "
            f"Details are in {where}.{kept}",
            file=sys.__stderr__,
        )
        return 1
    return app.return_code or 0
