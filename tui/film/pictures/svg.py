"""A grid as an SVG that opens offline: no web font, whatever monospace font the viewer has."""

from __future__ import annotations

import io
import re

from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tui.film.pictures.cells import CellStyle, Grid, Rgb, runs

FONTS = "'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace"


def svg(grid: Grid, title: str = "fwdash") -> str:
    """The document; the same grid gives the same text."""
    console = Console(
        width=grid.columns, height=len(grid.rows), file=io.StringIO(), record=True,
        force_terminal=True, color_system="truecolor", legacy_windows=False, soft_wrap=True,
        markup=False, emoji=False, highlight=False, _environ={},
    )  # fmt: skip
    for row in grid.rows:
        line = Text(end="", no_wrap=True, overflow="ignore")
        for _, text, look in runs(row):
            line.append(text, _style(look))
        console.print(line, end="\n")
    normal = [(0, 0, 0), (197, 15, 31), (19, 161, 14), (193, 156, 0)] * 2
    drawn = console.export_svg(title=title, theme=TerminalTheme(grid.paper, grid.ink, normal))
    drawn = re.sub(r"\s*@font-face\s*{.*?}", "", drawn, flags=re.DOTALL)
    return re.sub(r"font-family: Fira Code, ?monospace", f"font-family: {FONTS}", drawn)


def _style(look: CellStyle) -> Style:
    return Style(
        color=_name(look.ink),
        bgcolor=_name(look.paper),
        bold=look.bold or None,
        italic=look.italic or None,
        underline=look.underline or None,
        strike=look.strike or None,
    )


def _name(color: Rgb | None) -> str | None:
    return None if color is None else "#{:02x}{:02x}{:02x}".format(*color)
