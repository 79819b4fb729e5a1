"""A tape without a terminal: frames at virtual time into a cast, as fast as they can be made."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path

from engines.errors import RunError
from tui.app import FwdashApp
from tui.film.casts.cast import BEGIN, END, CastLines, header_line
from tui.film.pictures.ansi import changes_ansi, full_ansi
from tui.film.pictures.cells import Grid
from tui.film.pictures.live import live_grid
from tui.film.pictures.still import drawn_still
from tui.film.tapes.tape import Screenshot, Tape
from tui.film.tapes.taped_app import TapedApp
from tui.film.tapes.virtual_time import run_virtually
from tui.new_file import write_new


class Film:
    """A camera that looks at each frame of the tape's time, and keeps what changed.

    It looks at the screen, not at what is written to a terminal: the order in which Textual repaints
    regions may differ from process to process, the screen may not.
    """

    def __init__(self, app: FwdashApp, tape: Tape) -> None:
        self._app = app
        self._tape = tape
        self._every = 1 / tape.settings.framerate
        self._at = 0.0
        self._hidden = False
        self._last: Grid | None = None
        self.events: list[tuple[float, str, str]] = []
        """(seconds, code, data) of all that was seen."""
        self.stills: list[tuple[Path, bytes]] = []
        """The screenshots, which become files at the end: a tape that fails leaves none behind."""

    async def sleep(self, seconds: float) -> None:
        """Let time pass; the first look is after the first bit of it."""
        end = asyncio.get_running_loop().time() + seconds
        while (left := end - asyncio.get_running_loop().time()) > 1e-9:
            step = min(left, self._every)
            await asyncio.sleep(step)
            if not self._hidden:
                self._at += step
                self._look()

    def hide(self, hidden: bool) -> None:
        """Let time pass unseen, or look again."""
        self._hidden = hidden

    def screenshot(self, act: Screenshot) -> None:
        """Draw the screen as it stands."""
        drawn = drawn_still(live_grid(self._app), act.path, self._tape.settings.title)
        self.stills.append((act.path, drawn))

    def mark(self, text: str) -> None:
        """Leave a marker."""
        self.events.append((self._at, "m", text))

    def _look(self) -> None:
        grid = live_grid(self._app)
        before, self._last = self._last, grid
        if before is None or (before.columns, len(before.rows)) != (grid.columns, len(grid.rows)):
            self.events.append((0.0 if before is None else self._at, "o", BEGIN + full_ansi(grid)))
        elif changed := changes_ansi(before, grid):
            self.events.append((self._at, "o", changed))


@contextmanager
def _environment(tape: Tape) -> Iterator[None]:
    """The tape's variables, and nothing of this terminal that changes colours."""
    before = dict(os.environ)
    os.environ.pop("NO_COLOR", None)
    os.environ.update(tape.env)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def film(
    tape: Tape, *, version: int = 2, overwrite: bool = False, left: Container[Path] = ()
) -> bytes:
    """Play a tape; the bytes of its cast, the same each time. Its screenshots are drawn too, but for
    those that are to be `left` as they are.

    Raises:
        RunError: If the run cannot be read, the tape waits in vain, or a file cannot be written.
    """
    films: list[Film] = []

    def camera(app: FwdashApp) -> Film:
        films.append(Film(app, tape))
        return films[0]

    size = (tape.settings.columns, tape.settings.rows)

    async def main() -> TapedApp:
        app = TapedApp(tape, camera)
        await app.run_async(headless=True, size=size)
        return app

    with _environment(tape):
        app = run_virtually(main)
    if app.problem is not None:
        raise app.problem
    if app.crash is not None:
        raise RunError(f"{tape.path.name} ended early: {type(app.crash).__name__}: {app.crash}")
    stills = films[0].stills
    missing = [act for act in tape.acts if isinstance(act, Screenshot)][len(stills) :]
    if missing:
        raise RunError(
            f"{tape.path.name} line {missing[0].line}: the dashboard was left before this screenshot."
        )
    for path, drawn in stills:
        if path in left:
            continue
        write_new(path, drawn, overwrite=overwrite)
    lines = CastLines(version)
    seen = films[0].events
    last = seen[-1][0] if seen else 0.0
    ending = [(last, "o", END), *([(last, "x", "0")] if version == 3 else [])]
    text = header_line(version, *size, title=tape.settings.title)
    text += "".join(lines.line(*event) for event in [*seen, *ending])
    return text.encode("utf-8", errors="replace")
