"""Does what a tape says: presses keys, sleeps, waits for what stands on the screen."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS

from engines.errors import RunError
from tui.film.pictures.live import live_grid
from tui.film.tapes.bounded_search import TooLong, found
from tui.film.tapes.tape import Hide, LeaveMarker, Press, Screenshot, Show, Sleep, Tape, Wait
from widgets.textual_private import key_name

LOOK_SECONDS = 0.1
"""How often Wait looks at the screen."""
SETTLE_SECONDS = 0.3
"""The first frames of the application, before the tape begins."""


class Camera(Protocol):
    """Who looks while a tape is played."""

    async def sleep(self, seconds: float) -> None:
        """Let time pass, and look meanwhile."""
        ...

    def hide(self, hidden: bool) -> None:
        """Look away, or look again."""
        ...

    def screenshot(self, act: Screenshot) -> None:
        """Draw the screen as it stands."""
        ...

    def mark(self, text: str) -> None:
        """Leave a marker."""
        ...


async def play_tape(app: App[Any], tape: Tape, camera: Camera) -> None:
    """Play a tape from its beginning to its end.

    Raises:
        RunError: If something that it waits for does not come.
    """
    for act in tape.acts:
        match act:
            case Press():
                for _ in range(act.times):
                    press(app, act)
                    await camera.sleep(act.seconds)
            case Sleep():
                await camera.sleep(act.seconds)
            case Wait():
                await _wait(app, tape, act, camera)
            case Hide():
                camera.hide(True)
            case Show():
                camera.hide(False)
            case Screenshot():
                camera.screenshot(act)
            case LeaveMarker():
                camera.mark(act.text)


def press(app: App[Any], act: Press) -> None:
    """Hand a key to the application as its driver would."""
    key = key_name(act.key) if len(act.key) == 1 else act.key
    event = events.Key(REPLACED_KEYS.get(key, key), act.character)
    event.set_sender(app)
    app.post_message(event)


async def _wait(app: App[Any], tape: Tape, act: Wait, camera: Camera) -> None:
    clock = asyncio.get_running_loop().time
    end = clock() + act.seconds
    what = f"{tape.path.name} line {act.line}: /{act.pattern.pattern}/"
    try:
        while not found(act.pattern, live_grid(app).text):
            if clock() >= end:
                raise RunError(f"{what} did not come onto the screen within {act.seconds:g} s.")
            await camera.sleep(LOOK_SECONDS)
    except TooLong:
        raise RunError(
            f"{what} takes too long to look for: it can match in too many ways, as a repetition "
            "within a repetition does. Write it simpler."
        ) from None
