"""The frame of a chart: a dim grid, two axes, tick labels and the unit of x."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .canvas import Canvas
from .columns import Columns
from .curve import FloatArray
from .palette import Look
from .plot import STEPS, Layout, Plot
from .scale import Scale
from .ticks import TICK_WIDTH, number_text, tick_texts, ticks


def tick_count(height: int) -> int:
    """How many y ticks a plot of so many rows has room for."""
    return max(2, min(3, height // 2), height // 5 + 1)


def tick_rows(layout: Layout, scale: Scale) -> list[tuple[int, str]]:
    """The cell rows, from the plot's top, that get a tick label, and the labels."""
    height = layout.plot.height
    values = ticks(scale, tick_count(height))
    rows = np.rint((1 - scale.to_unit(values)) * (height - 1)).astype(int).tolist()
    texts = [number_text(v) for v in values] if scale.log else tick_texts(values)
    if len(set(texts)) < len(texts):
        texts = tick_texts(values)
    return _apart(rows, texts, 1)


def draw_axes(
    canvas: Canvas,
    plot: Plot,
    layout: Layout,
    look: Look,
    x_scale: Scale,
    y_scale: Scale | None,
) -> None:
    """Draw the y axis, unless there is not one for all, and the x axis with its labels."""
    if y_scale is not None:
        draw_y_axis(canvas, layout, look, y_scale)
    canvas.text(layout.plot.x - 1, layout.plot.y + layout.plot.height, "╰", look.axis)
    draw_x_axis(canvas, plot, layout, look, x_scale)


def draw_y_axis(canvas: Canvas, layout: Layout, look: Look, y_scale: Scale) -> None:
    """Draw the y axis with a dim line at each tick."""
    area = layout.plot
    canvas.fill(area.x - 1, area.y, 1, area.height, "│", look.axis)
    for row, text in tick_rows(layout, y_scale):
        canvas.text(0, area.y + row, text.rjust(TICK_WIDTH), look.label)
        canvas.text(area.x - 1, area.y + row, "┤", look.axis)
        canvas.fill(area.x, area.y + row, area.width, 1, "┈", look.grid)


def draw_x_axis(canvas: Canvas, plot: Plot, layout: Layout, look: Look, x_scale: Scale) -> None:
    """Draw the line below the plot, and below it the tick labels and the unit."""
    area = layout.plot
    bottom = area.y + area.height
    canvas.fill(area.x, bottom, area.width, 1, "─", look.axis)
    end = canvas.width - len(plot.unit)
    if plot.unit and len(plot.unit) <= area.width // 3:
        canvas.text(end, bottom + 1, plot.unit, look.label)
    else:
        end = canvas.width + 1
    # A tick without its number says nothing, and one number is no axis: where round steps leave
    # but one that fits, the next smaller steps are taken.
    shown: list[tuple[int, int, str]] = []
    count = max(2, area.width // 12)
    whole = plot.unit == STEPS
    while len(shown) < 2 and count <= max(16, area.width):
        placed = [(max(0, area.x + at - len(text) // 2), at, text)
                  for at, text in _tick_columns(layout, x_scale, count, whole=whole)]  # fmt: skip
        shown = [one for one in placed if one[0] + len(one[2]) < end]
        count *= 2
    for start, at, text in shown:
        canvas.text(area.x + at, bottom, "┬", look.axis)
        canvas.text(start, bottom + 1, text, look.label)


def draw_run_out(
    canvas: Canvas, layout: Layout, look: Look, columns: Sequence[Columns], scale: Scale
) -> None:
    """Name the largest value with an arrow, where it lies above the axis."""
    highs = [float(c.high.max()) for c in columns if len(c.high)]
    if highs and max(highs) > scale.high:
        text = f"↑{number_text(max(highs))}"
        area = layout.plot
        right = area.x + max(0, area.width - len(text))
        places = range(right, area.x - 1, -1)
        free = (x for x in places if canvas.holds_only(x, area.y, len(text), " ┈"))
        canvas.text(next(free, right), area.y, text, look.label)


def draw_extremes(
    canvas: Canvas, layout: Layout, look: Look, columns: Sequence[Columns], scale: Scale
) -> None:
    """Name the largest and smallest value of a chart without axes, where no curve is; an arrow stands
    before a largest one that is above what is shown."""
    area = layout.plot
    if area.width < 16 or area.height < 3:
        return
    lows = [float(c.low.min()) for c in columns if len(c.low)]
    highs = [float(c.high.max()) for c in columns if len(c.high)]
    if not lows:
        return
    for value, row in ((max(highs), area.y), (min(lows), area.y + area.height - 1)):
        text = ("↑" if value > scale.high else "") + number_text(value)
        left, right = area.x, area.x + area.width - len(text)
        places: Sequence[int] = (right, left) if row == area.y else (left, right)
        if value > scale.high:
            places = range(right, left - 1, -1)
        free = (x for x in places if canvas.holds_only(x, row, len(text), " "))
        x = next(free, None)
        if x is not None:
            canvas.text(x, row, text, look.label)


def _tick_columns(
    layout: Layout, scale: Scale, count: int, *, whole: bool
) -> list[tuple[int, str]]:
    width = layout.plot.width
    values: FloatArray = ticks(scale, count)
    if whole:
        values = values[values == np.rint(values)]
    places = np.clip(np.floor(scale.to_unit(values) * width), 0, width - 1).astype(int).tolist()
    return _apart(places, tick_texts(values), 8)


def _apart(places: list[int], texts: list[str], gap: int) -> list[tuple[int, str]]:
    """The ticks that are at least `gap` cells from the one kept before."""
    kept: list[tuple[int, str]] = []
    for place, text in zip(places, texts, strict=True):
        if not kept or abs(place - kept[-1][0]) >= gap:
            kept.append((place, text))
    return kept
