"""The whole screen as it stands, in the terminal's language or as strips."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App
from textual.strip import Strip

from widgets.shown_cells import harmless
from widgets.textual_private import whole_screen


@contextmanager
def _full_update(app: App[Any]) -> Iterator[Any]:
    """A repaint of all the screen, without what would command the terminal."""
    with whole_screen(app) as update:
        update.strips = [[harmless(strip) for strip in row] for row in update.strips]
        yield update


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
