"""The screen of a cast at a moment."""

from __future__ import annotations

from engines.errors import RunError
from tui.film.pictures.cast_reader import CastReader
from tui.film.pictures.cells import Grid
from tui.film.pictures.emulator import play


def screen_at(cast: CastReader, seconds: float | None = None) -> Grid:
    """What stands on the screen `seconds` after the beginning, or at the end.

    Raises:
        RunError: If the cast is shorter, or shows nothing.
    """
    for until, emulator in play(cast):
        if seconds is not None and until > seconds:
            return emulator.grid()
    if seconds is not None and seconds > until:
        raise RunError(f"{cast.path} is {until:.1f} s long: there is no screen at {seconds:g} s.")
    return emulator.grid()
