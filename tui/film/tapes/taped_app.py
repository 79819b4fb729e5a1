"""The dashboard, played by a tape instead of a person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from engines.errors import RunError
from tui.app import FwdashApp
from tui.config import Config
from tui.film.tapes.actor import SETTLE_SECONDS, Camera, play_tape
from tui.film.tapes.log_source import LogSource
from tui.film.tapes.tape import Tape

PINNED = Config(theme="textual-dark")
"""The configuration of a tape: its own theme, and none of what this person set."""


class TapedApp(FwdashApp):
    """Plays the tape once something is painted, and leaves at its end."""

    problem: RunError | None = None
    """Why the tape ended early, if it did."""

    def __init__(self, tape: Tape, camera: Callable[[FwdashApp], Camera]) -> None:
        """Initialize over the run that the tape names; raises `RunError` if there is no such run."""
        settings = tape.settings
        source = LogSource(
            tape.source,
            lambda: asyncio.get_running_loop().time(),
            begin=settings.start_seconds,
            speed=settings.speed,
        )
        super().__init__(source, replace(PINNED, theme=settings.theme))
        self.tape = tape
        self.animation_level = "none"
        self._camera = camera(self)

    def begin(self) -> None:
        """Begin the run and the tape."""
        super().begin()
        self._play_task = asyncio.get_running_loop().create_task(self._play())

    async def _play(self) -> None:
        with self.as_active():
            try:
                await asyncio.sleep(SETTLE_SECONDS)
                await play_tape(self, self.tape, self._camera)
            except RunError as error:
                self.problem = error
            except Exception as error:
                self.leave_failed(error)
                return
            self.leave(0)
