"""The running application's screen as a grid."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rich.cells import cell_len
from rich.color import ColorType
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.app import App
from textual.strip import Strip

from tui.film.casts.keyframe import screen_strips
from tui.film.pictures.cells import PLAIN, Cell, CellStyle, Grid, Rgb, Row


def live_grid(app: App[Any]) -> Grid:
    """The screen as it stands now."""
    theme = app.ansi_theme
    strips = screen_strips(app)
    return Grid(
        columns=strips[0].cell_length if strips else 0,
        rows=tuple(strip_row(strip, theme) for strip in strips),
        ink=_rgb(theme.foreground_color),
        paper=_rgb(theme.background_color),
    )


def strip_row(strip: Strip, theme: TerminalTheme) -> Row:
    """A row of cells from a strip."""
    row: list[Cell] = []
    for text, style, control in strip:
        if control:
            continue
        look = PLAIN if style is None else _look(style, theme)
        for character in text:
            size = cell_len(character)
            if size:
                row.append(Cell(character, look))
                row.extend([Cell("", look)] * (size - 1))
            elif row:  # what combines with the character before it
                row[-1] = Cell(row[-1].text + character, row[-1].look)
    return tuple(row)


@lru_cache(maxsize=4096)
def _look(style: Style, theme: TerminalTheme) -> CellStyle:
    ink = _color(style, theme, foreground=True)
    paper = _color(style, theme, foreground=False)
    if style.reverse:
        ink, paper = paper or _rgb(theme.background_color), ink or _rgb(theme.foreground_color)
    return CellStyle(
        ink, paper, bool(style.bold), bool(style.italic), bool(style.underline), bool(style.strike)
    )


def _color(style: Style, theme: TerminalTheme, *, foreground: bool) -> Rgb | None:
    color = style.color if foreground else style.bgcolor
    if color is None or color.type is ColorType.DEFAULT:
        return None
    return _rgb(color.get_truecolor(theme, foreground=foreground))


def _rgb(triplet: tuple[int, int, int]) -> Rgb:
    red, green, blue = triplet
    return red, green, blue
