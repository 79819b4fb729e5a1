"""The rows over the plot: title, legend with the readout, and the status word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

from rich.cells import cell_len
from textual.color import Color

from .canvas import Canvas
from .palette import Look
from .plot import Layout, Plot
from .readout import Reading
from .ticks import number_text

VALUE_WIDTH = 7
"""Cells of each number in the legend, whatever it says, so that nothing jumps."""
Piece: TypeAlias = tuple[str, Color, bool]
"""A text, its colour, and whether it is bold."""
Parts: TypeAlias = tuple[str, ...]
"""What a legend says of a curve besides its letter: label, value, smoothed."""


def header_rows(plot: Plot, readings: Sequence[Reading], width: int) -> int:
    """How many rows title, legend and status want: 0, 1 or 2."""
    if plot.bare or not (plot.title or readings or plot.status):
        return 0
    if not plot.title or not readings:
        return 1
    legend = legend_width(readings, _choices(plot)[0])
    return 1 if cell_len(plot.title) + legend + len(_status(plot, plot.own_y)) + 6 <= width else 2


def draw_header(
    canvas: Canvas,
    plot: Plot,
    readings: Sequence[Reading],
    layout: Layout,
    look: Look,
    *,
    own_y: bool = False,
) -> None:
    """Draw title and status at the ends of the first row, and the legend between or below."""
    if not layout.header:
        return
    end = canvas.text(0, 0, plot.title, look.title, bold=True)
    status = _status(plot, own_y)
    right = canvas.width - cell_len(status)
    if status and right > end + 1:
        canvas.text(right, 0, status, look.label)
    else:
        right = canvas.width + 1
    if layout.header == 2:
        left, room, row = 0, canvas.width, 1
    else:
        left = end + 3 if plot.title else 0
        room, row = right - 2 - left, 0
    parts = next((one for one in _choices(plot) if legend_width(readings, one) <= room), None)
    if parts is None:
        return
    x = left
    for reading in readings:
        for text, ink, bold in _pieces(reading, parts, look):
            x = canvas.text(x, row, text, ink, bold=bold)
        x += 2


def legend_width(readings: Sequence[Reading], parts: Parts) -> int:
    """The cells of a legend that says so much of each curve."""
    look = Look()
    widths = [sum(cell_len(text) for text, _, _ in _pieces(r, parts, look)) for r in readings]
    return sum(widths) + 2 * max(0, len(widths) - 1)


def _choices(plot: Plot) -> list[Parts]:
    """What a legend may say, most first."""
    parts = ["label", "value", "smoothed"] if plot.smoothing > 0 else ["label", "value"]
    return [tuple(parts[:count]) for count in range(len(parts), -1, -1)]


def _status(plot: Plot, own_y: bool) -> str:
    status = plot.view.status if plot.status is None else plot.status
    if len(plot.curves) < 2 or not status:
        return status
    return f"{'own y-scales' if own_y else 'one y-scale'} · {status}"


def _pieces(reading: Reading, parts: Parts, look: Look) -> list[Piece]:
    ink = look.accent(reading.accent)
    pieces: list[Piece] = [(reading.marker[:1] or "•", ink, True)]
    if "label" in parts and reading.label:
        pieces.append((" " + reading.label, ink, False))
    # A number stands beside its name; the blanks that keep its width are behind it.
    if "value" in parts:
        unread = math.isnan(reading.value) and not reading.diverged
        known = look.label if unread else look.title
        value = "nan" if reading.diverged else _number(reading.value)
        smoothed, width = "", VALUE_WIDTH
        if "smoothed" in parts:
            smoothed = "" if math.isnan(reading.smoothed) else f" ~{_number(reading.smoothed)}"
            width += VALUE_WIDTH + 2
        pieces.append((f" {value}", known, False))
        pieces.append((smoothed.ljust(width - len(value)), look.label, False))
    return pieces


def _number(value: float) -> str:
    return number_text(value, VALUE_WIDTH, trim=False)
