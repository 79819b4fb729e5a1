"""A tape on this terminal, in real time."""

from __future__ import annotations

import asyncio
import os
import sys

from engines.safe_text import printable
from tui.app import FwdashApp
from tui.dashboard import show
from tui.film.casts.record_options import recording_asked
from tui.film.tapes.tape import Screenshot, Tape
from tui.film.tapes.taped_app import TapedApp
from tui.terminal import require_terminal


class Onlooker:
    """A camera that only lets time pass: who plays a tape wants to see it, not its files."""

    def __init__(self, app: FwdashApp) -> None:
        self._app = app

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)

    def hide(self, hidden: bool) -> None:
        """There is nothing to hide from a person in front of the screen."""

    def screenshot(self, act: Screenshot) -> None:
        """Pictures are drawn by `fwdash record --tape`."""

    def mark(self, text: str) -> None:
        """Goes into a recording, if one is made meanwhile."""
        if self._app.recording is not None:
            self._app.recording.mark(text)


def play_here(tape: Tape) -> int:
    """Play a tape on this terminal, at its size; the exit code.

    Raises:
        UsageError: If there is no terminal.
        RunError: If the tape waits in vain.
    """
    require_terminal("record what it shows with: fwdash record --tape TAPE -o FILE.cast")
    os.environ.update(tape.env)
    app = TapedApp(tape, Onlooker)
    app.recording_wanted = recording_asked()
    code = show(app)
    if app.problem is not None:
        raise app.problem
    if code == 0:
        print(f"fwdash: {printable(tape.path.name)} is over.", file=sys.stderr)
    return code
