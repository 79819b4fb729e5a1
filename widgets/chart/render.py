"""The painter: a plot and a size in, strips of exactly that size out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from textual.strip import Strip

from .annotations import draw_cursor, draw_labels, draw_lines
from .axes import draw_axes, draw_extremes, draw_run_out, draw_y_axis, tick_count
from .canvas import Canvas
from .columns import Columns, reduce_to_columns
from .curve import Curve, Span
from .layers import draw_curves, draw_letters
from .legend import draw_header, header_rows
from .palette import Look
from .plot import Layout, Plot, lay_out
from .readout import read_smoothed
from .scale import Scale, make_scale
from .smoothing import smooth
from .ticks import round_outward
from .view import Range, shown_range


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawn chart: its strips, and what a pointer needs to find its way back to data."""

    strips: list[Strip]
    layout: Layout
    x_scale: Scale
    full: Range
    """The smallest and largest x of all curves and spans; (0, 1) if there is none."""
    own_y: bool = False
    """Whether each curve was drawn with a y-scale of its own."""

    def x_at(self, column: float) -> float:
        """The x under the middle of a cell column, clamped to the plot."""
        plot = self.layout.plot
        unit = (column - plot.x + 0.5) / max(1, plot.width)
        return self.x_scale.value(min(max(unit, 0.0), 1.0))

    def column_of(self, x: float) -> int:
        """The cell column that shows this x, clamped to the plot."""
        plot, unit = self.layout.plot, self.x_scale.unit(x)
        unit = min(max(unit, 0.0), 1.0) if unit == unit else 0.0
        return plot.x + min(int(unit * plot.width), max(0, plot.width - 1))


def render(plot: Plot, width: int, height: int, look: Look | None = None) -> Picture:
    """Draw a plot at any size, down to nothing.

    Args:
        plot: What to show.
        width: Cells; each strip is exactly that wide.
        height: Cells; there are exactly that many strips.
        look: Colours; those of a dark terminal if left out.
    """
    look = look or Look()
    width, height = max(0, width), max(0, height)
    lines = [smooth(curve, plot.smoothing) for curve in plot.curves]
    readings = read_smoothed(plot.curves, lines, plot.cursor)
    layout = lay_out(plot, width, height, header_rows(plot, readings, width))
    area = layout.plot
    canvas = Canvas(width, height, look.label, look.background)
    log_x = plot.view.log_x
    full = data_range(plot.curves, plot.spans, log=log_x)
    x_range = shown_range(plot.view, full or (0.0, 1.0))
    x_scale = make_scale(*x_range, log=log_x and x_range[1] > 0)
    columns = [
        reduce_to_columns(curve, line, x_scale, area.width * 2, positive=plot.view.log_y)
        for curve, line in zip(plot.curves, lines, strict=True)
    ]
    own_y = own_scales(plot, layout)
    bands = divide(plot, layout, columns) if own_y else [(plot, layout, columns)]
    scales = [fit_y(one, part, place.plot.height) for one, place, part in bands]
    if height and width and not any(len(c.positions) or len(c.diverged) for c in columns):
        draw_header(canvas, plot, readings, layout, look)
        _say(canvas, plot.empty, layout, look)
        return Picture(canvas.strips(), layout, x_scale, full or (0.0, 1.0))
    if width and height and area.width and area.height:
        if layout.axes:
            draw_axes(canvas, plot, layout, look, x_scale, None if own_y else scales[0])
        for (one, place, part), scale in zip(bands, scales, strict=True):
            if own_y:
                draw_y_axis(canvas, place, look, scale)
            draw_lines(canvas, one, place, look, x_scale, scale)
            draw_curves(canvas, one, part, place, look, scale)
            if not layout.axes:
                draw_extremes(canvas, place, look, part, scale)
            else:
                draw_run_out(canvas, place, look, part, scale)
            draw_labels(canvas, one, place, look, x_scale, scale)
        draw_cursor(canvas, plot, layout, look, x_scale)
        for (one, place, part), scale in zip(bands, scales, strict=True):
            draw_letters(canvas, one, part, place, look, scale)
    draw_header(canvas, plot, readings, layout, look, own_y=own_y)
    return Picture(canvas.strips(), layout, x_scale, full or (0.0, 1.0), own_y)


FEW = 20
"""With fewer columns each value is shown whole."""
NEARLY_ALL = 0.95
ROOM = 1.25
"""How far above that share of the line an axis goes whose outliers run out at the top."""
BAND = 2
"""The least rows of a curve that has a y-scale of its own: one for each end of the scale."""


def own_scales(plot: Plot, layout: Layout) -> bool:
    """Whether each curve gets a y-scale of its own: asked for, and there are rows for it."""
    count = len(plot.curves)
    return plot.own_y and layout.axes and count > 1 and layout.plot.height >= BAND * count


def divide(
    plot: Plot, layout: Layout, columns: Sequence[Columns]
) -> list[tuple[Plot, Layout, list[Columns]]]:
    """A plot a curve, over one another on the same x axis, each with its own rows.

    What has a lane's accent stands in that lane's rows; what concerns all has its line in each
    and its name in the first.
    """
    area, count = layout.plot, len(plot.curves)
    edges = [area.y + area.height * at // count for at in range(count + 1)]
    bands = []
    for at, curve in enumerate(plot.curves):
        spans = tuple(span for span in plot.spans if span.accent in (None, curve.accent))
        marks = tuple(
            mark if mark.accent is not None or not at else replace(mark, label="")
            for mark in plot.marks
            if mark.accent in (None, curve.accent)
        )
        one = replace(plot, curves=(curve,), spans=spans, marks=marks, front=0)
        # The last row of a band stays empty where there is room, or two curves would touch.
        height = edges[at + 1] - edges[at]
        height -= height > 3 and at < count - 1
        place = replace(layout, plot=replace(area, y=edges[at], height=height))
        bands.append((one, place, [columns[at]]))
    return bands


def data_range(
    curves: Iterable[Curve], spans: Iterable[Span] = (), *, log: bool = False
) -> Range | None:
    """The smallest and largest finite x of all curves and spans; above 0 if `log`.

    Returns:
        None if no curve has a point; a span alone is no data.
    """
    ends: list[float] = []
    for curve in curves:
        first = int(np.searchsorted(curve.x, 0.0, side="right")) if log else 0
        if first < len(curve.x):
            ends += [float(curve.x[first]), float(curve.x[-1])]
    if ends:
        ends += [end for span in spans for end in (span.start, span.end) if end > 0 or not log]
    ends = [end for end in ends if np.isfinite(end)]
    return (min(ends), max(ends)) if ends else None


def fit_y(plot: Plot, columns: Iterable[Columns], rows: int) -> Scale:
    """The y axis: what the view fixes, or all that is shown, with round ends."""
    log = plot.view.log_y
    if plot.view.y_range is not None:
        return make_scale(*plot.view.y_range, log=log)
    ends = [float(reference.y) for reference in plot.references]
    for curve, column in zip(plot.curves, columns, strict=True):
        if len(column.low):
            ends += [float(column.low.min()), _top(curve, column)]
    ends = [end for end in ends if np.isfinite(end) and (end > 0 or not log)]
    if not ends:
        return Scale(0.1, 1.0, log=True) if log else Scale(0.0, 1.0)
    scale = make_scale(min(ends), max(ends), log=log)
    return scale if plot.compact else round_outward(scale, tick_count(rows))


def _top(curve: Curve, column: Columns) -> float:
    """Up to where a curve is shown: its largest value, or that of nearly all where outliers run out."""
    largest = float(column.high.max())
    if not curve.outliers_run_out or len(column.value) < FEW:
        return largest
    return min(largest, ROOM * float(np.quantile(column.value, NEARLY_ALL)))


def _say(canvas: Canvas, sentence: str, layout: Layout, look: Look) -> None:
    """Put one sentence into the middle of an empty chart."""
    row = layout.header + (canvas.height - layout.header - 1) // 2
    sentence = sentence if len(sentence) <= canvas.width else sentence[: canvas.width - 1] + "…"
    canvas.text((canvas.width - len(sentence)) // 2, row, sentence, look.label)
