"""The look of a chart in the application's theme, the terminal's own colours included."""

from __future__ import annotations

from textual.color import BLACK, WHITE, Color
from textual.widget import Widget

from .palette import Look

_ANSI_STRENGTH = {"grid": 0.4, "axis": 0.7, "span": 0.3}
"""How much of a middle grey stands in for a shade; 1 where a name is missing."""


def themed_look(widget: Widget) -> Look:
    """Read a chart's component classes; each colour comes out opaque, over its background."""
    _, background = widget.background_colors
    dark = widget.app.current_theme.dark
    paper = background
    if background.ansi is not None or background.a < 1:
        paper = BLACK if dark else WHITE
        background = background if background.ansi is not None else paper

    def ink(name: str) -> Color:
        color = widget.get_component_styles(f"chart--{name}").color
        if color.ansi is None:
            return paper + color
        if name == "title":
            return color
        # A theme of the terminal's own colours has no shades: mix with a middle grey.
        return paper.blend(Color(128, 128, 128), _ANSI_STRENGTH.get(name, 1.0))

    return Look(
        background=background,
        paper=paper,
        title=ink("title"),
        label=ink("label"),
        axis=ink("axis"),
        grid=ink("grid"),
        cursor=ink("cursor"),
        mark=ink("mark"),
        span=ink("span"),
    )
