"""What stands beside the data: spans, marks, reference lines and the cursor."""

from __future__ import annotations

import numpy as np
from rich.cells import cell_len, set_cell_size

from .canvas import Canvas
from .palette import Look
from .plot import STEPS, Layout, Plot
from .scale import Scale
from .ticks import number_text

BACKDROP = " ┈╌╎"
"""What a label or the cursor may be written over."""


SHORTEST = 4
"""Cells that a label has at least, or it says nothing."""


def draw_lines(
    canvas: Canvas, plot: Plot, layout: Layout, look: Look, x_scale: Scale, y_scale: Scale
) -> None:
    """Draw what lies under the curves: tints of spans, reference lines, lines of marks."""
    area = layout.plot
    for span in plot.spans:
        place = _columns(span.start, span.end, x_scale, area.width)
        if place is None:
            continue
        tint = look.span
        if span.accent is not None:
            tint = look.faint(look.accent(span.accent), 0.2)
        canvas.tint(area.x + place[0], area.y, place[1] - place[0] + 1, area.height, tint)
        if layout.axes:
            # Without colour the tint is gone; the heavy stretch of the axis is not.
            ink, bottom = look.accent(span.accent), area.y + area.height
            canvas.fill(area.x + place[0], bottom, place[1] - place[0] + 1, 1, "━", ink)
    for reference in plot.references:
        row = _row(reference.y, y_scale, layout)
        if row is not None:
            ink = look.faint(look.accent(reference.accent), 0.7)
            canvas.fill(area.x, row, area.width, 1, "╌", ink)
    for mark in plot.marks:
        place = _columns(mark.x, mark.x, x_scale, area.width)
        if place is not None:
            ink = look.faint(look.accent(mark.accent), 0.7)
            canvas.fill(area.x + place[0], area.y, 1, area.height, "╎", ink)


def draw_labels(
    canvas: Canvas, plot: Plot, layout: Layout, look: Look, x_scale: Scale, y_scale: Scale
) -> None:
    """Name spans, marks and reference lines where no curve and no other name is in the way."""
    area = layout.plot
    top = range(area.y, area.y + min(3, area.height))
    taken: list[tuple[int, int, int]] = []
    for reference in plot.references:
        row = _row(reference.y, y_scale, layout)
        width = cell_len(reference.label) + 2
        if row is None or not reference.label or width > area.width:
            continue
        right = area.x + area.width - width - 1
        middle, left = area.x + (area.width - width) // 2, area.x + 1
        x = next((x for x in (right, middle, left) if _free(canvas, x, row, width)), right)
        canvas.text(x, row, f" {reference.label} ", look.accent(reference.accent))
    named = [(mark.label, mark.accent, mark.x, mark.x) for mark in plot.marks]
    named += [(span.label, span.accent, span.start, span.end) for span in plot.spans]
    for label, accent, start, end in named:
        place = _columns(start, end, x_scale, area.width)
        width = cell_len(label)
        if place is None or not width:
            continue
        right, left = area.x + place[0] + (start == end), area.x + place[0] - width
        edge = area.x + area.width
        # To the right a name may lie over other marks' lines, to the left it would seem theirs.
        sides = ((right, BACKDROP), (left, BACKDROP.replace("╎", "")))
        spot = next(
            (
                (x, row)
                for x, under in sides
                for row in top
                if area.x <= x <= edge - width
                and canvas.holds_only(x, row, width, under)
                and _apart(taken, x, row, width)
            ),
            None,
        )
        if spot is None:
            # Where all of it does not fit, its begin does, with a sign that there is more.
            rooms = [(_room(canvas, taken, right, row, edge), -row) for row in top]
            width, row = max(rooms, default=(0, 0))
            if width < SHORTEST:
                continue
            label, spot = set_cell_size(label, width - 1) + "…", (right, -row)
        taken.append((spot[1], spot[0], spot[0] + width))
        canvas.text(*spot, label, look.accent(accent))


def draw_cursor(canvas: Canvas, plot: Plot, layout: Layout, look: Look, scale: Scale) -> None:
    """Draw a line at the cursor, free of the curves, and its x on the axis."""
    area = layout.plot
    if plot.cursor is None:
        return
    place = _columns(plot.cursor, plot.cursor, scale, area.width)
    if place is None:
        return
    x = area.x + place[0]
    canvas.tint(x, area.y, 1, area.height, look.faint(look.cursor, 0.18))
    for row in range(area.y, area.y + area.height):
        if canvas.holds_only(x, row, 1, BACKDROP):
            canvas.text(x, row, "│", look.faint(look.cursor, 0.7))
    if layout.axes:
        at = round(plot.cursor) if plot.unit == STEPS else plot.cursor
        text = f" {number_text(at, 9)} "
        bottom = area.y + area.height
        start = min(max(area.x, x - len(text) // 2), max(0, canvas.width - len(text)))
        unit = canvas.width - len(plot.unit)
        if start + len(text) > unit:
            canvas.fill(unit, bottom + 1, len(plot.unit), 1, " ", look.label)
        # What is left of a tick's number beside it would be read as another number.
        for side, by in ((start, -1), (start + len(text) - 1, 1)):
            beside = side + by
            while 0 <= beside < canvas.width and not canvas.holds_only(beside, bottom + 1, 1, " "):
                canvas.text(beside, bottom + 1, " ", look.label)
                beside += by
        canvas.text(x, bottom, "┴", look.cursor)
        canvas.text(start, bottom + 1, text, look.cursor, bold=True)
        canvas.tint(start, bottom + 1, len(text), 1, look.faint(look.cursor, 0.18))


def _columns(start: float, end: float, scale: Scale, width: int) -> tuple[int, int] | None:
    """The first and last cell column of a stretch of x; None if it is out of sight."""
    units = scale.to_unit(np.array([start, end], dtype=np.float64))
    if scale.log and start <= 0 < end:
        units[0] = 0.0
    if np.isnan(units).any() or units[1] < 0 or units[0] > 1 or width == 0:
        return None
    first, last = (int(min(max(unit, 0.0), 1.0) * width) for unit in units)
    return min(first, width - 1), min(max(first, last), width - 1)


def _row(value: float, scale: Scale, layout: Layout) -> int | None:
    """The cell row of a value; None if it is out of sight."""
    unit = scale.unit(value)
    if not 0 <= unit <= 1:
        return None
    return layout.plot.y + round((1 - unit) * (layout.plot.height - 1))


def _free(canvas: Canvas, x: int, row: int, width: int) -> bool:
    return canvas.holds_only(x, row, width, BACKDROP)


def _room(canvas: Canvas, taken: list[tuple[int, int, int]], x: int, row: int, edge: int) -> int:
    """The cells from here on that nothing is in."""
    width = 0
    while x + width < edge and _free(canvas, x, row, width + 1):
        if not _apart(taken, x, row, width + 1):
            break
        width += 1
    return width


def _apart(taken: list[tuple[int, int, int]], x: int, row: int, width: int) -> bool:
    """Whether a cell stays empty between this place and every label in the same row."""
    return all(row != at or x > end or x + width < start for at, start, end in taken)
