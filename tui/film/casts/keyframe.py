"""The whole screen as it stands, in the terminal's language or as strips."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App
from textual.strip import Strip

from widgets.shown_cells import harmless


@contextmanager
def _full_update(app: App[Any]) -> Iterator[Any]:
    """A repaint of all the screen, which takes nothing from the next repaint of the terminal.

    Textual 8 has no public way to it: this is what its own screenshots use, but they forget the regions
    that wait to be painted.
    """
    compositor: Any = app.screen._compositor
    waiting = set(compositor._dirty_regions)
    update = compositor.render_update(full=True, screen_stack=app._background_screens)
    update.strips = [[harmless(strip) for strip in row] for row in update.strips]
    yield update
    compositor._dirty_regions.update(waiting)


def keyframe(app: App[Any]) -> str:
    """What paints the whole screen, from its upper left corner on."""
    with _full_update(app) as update:
        painted: str = update.render_segments(app.console)
    return painted


def screen_strips(app: App[Any]) -> list[Strip]:
    """A strip for each row of the screen."""
    with _full_update(app) as update:
        rows = [Strip.join(list(row)) for row in update.strips]
        return [row.adjust_cell_length(update.region.width) for row in rows]
