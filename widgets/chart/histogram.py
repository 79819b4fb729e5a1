"""Step times as bars: counts and edges in, strips out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from textual.strip import Strip

from .annotations import draw_labels, draw_lines
from .axes import draw_x_axis
from .canvas import Canvas
from .curve import Accent, FloatArray, Mark
from .palette import Look
from .plot import Area, Layout, Plot
from .scale import Scale, make_scale
from .ticks import number_text

_EIGHTHS = " ▁▂▃▄▅▆▇█"


def render_histogram(
    counts: FloatArray,
    edges: FloatArray,
    width: int,
    height: int,
    look: Look | None = None,
    *,
    accent: Accent = 0,
    title: str = "",
    unit: str = "ms",
    marks: Sequence[Mark] = (),
    log_x: bool = True,
    x_range: tuple[float, float] | None = None,
    empty: str = "",
) -> list[Strip]:
    """Draw a histogram over a logarithmic x axis.

    Args:
        counts: Shape (n,), not negative; what is not finite counts as 0.
        edges: Shape (n + 1,), strictly increasing, in `unit`; above 0 if `log_x`.
        width: Cells; each strip is exactly that wide.
        height: Cells; there are exactly that many strips.
        look: Colours; those of a dark terminal if left out.
        accent: The colour of the bars.
        title: Stands at the left of the first row, the tallest bar's count at its right.
        unit: The unit of the edges.
        marks: Vertical lines with a label, such as the median and the 95th percentile.
        log_x: Whether x is logarithmic.
        x_range: The ends of the axis, so that several histograms share one; None fits it.
        empty: What is said while all counts are 0.

    Raises:
        ValueError: If there is not one edge more than there are counts.
    """
    counts, edges = np.asarray(counts, dtype=np.float64), np.asarray(edges, dtype=np.float64)
    if counts.ndim != 1 or (len(counts) and edges.shape != (len(counts) + 1,)):
        raise ValueError(f"{len(counts)} counts need {len(counts) + 1} edges, not {len(edges)}")
    look = look or Look()
    canvas = Canvas(width, height, look.label, look.background)
    header = int(bool(title) and height >= 3)
    axes = height >= 4 and width >= 12
    room = max(0, canvas.height - header - 2 * axes)
    layout = Layout(Area(0, header, canvas.width, room), header, axes, 0)
    # The names of marks stand in a row of their own, or a tall bar would hide them.
    names = int(bool(marks) and room >= 3)
    # No run takes 1e15 steps; beyond it, sums of counts would lose their ones.
    counts = np.clip(np.where(np.isfinite(counts), counts, 0.0), 0.0, 1e15)
    if header:
        canvas.text(0, 0, title, look.title, bold=True)
    seen = np.flatnonzero(counts)
    if not len(seen):
        sentence = empty[: canvas.width]
        canvas.text((canvas.width - len(sentence)) // 2, canvas.height // 2, sentence, look.label)
        return canvas.strips()
    low, high = x_range or (float(edges[seen[0]]), float(edges[seen[-1] + 1]))
    scale = make_scale(low, high, log=log_x)
    bars = bin_columns(counts, edges, scale, canvas.width)
    tallest = f"max {number_text(float(counts.max()))}"
    if header and len(title) + len(tallest) + 2 <= canvas.width:
        canvas.text(canvas.width - len(tallest), 0, tallest, look.label)
    plot = Plot(marks=tuple(marks), unit=unit)
    if axes:
        draw_x_axis(canvas, plot, layout, look, scale)
    _draw_bars(canvas, bars, Area(0, header + names, canvas.width, room - names), look, accent)
    draw_lines(canvas, plot, layout, look, scale, Scale(0.0, 1.0))
    draw_labels(canvas, plot, layout, look, scale, Scale(0.0, 1.0))
    return canvas.strips()


def bin_columns(counts: FloatArray, edges: FloatArray, scale: Scale, columns: int) -> FloatArray:
    """Spread counts over cell columns, each bin evenly over the cells that it covers.

    Returns:
        Shape (columns,). The sum is that of the counts inside the scale.
    """
    if columns == 0:
        return np.empty(0)
    units = scale.to_unit(edges)
    units = np.where(np.isnan(units), -1.0, units)
    total = np.concatenate(([0.0], np.cumsum(counts)))
    return np.diff(np.interp(np.linspace(0.0, 1.0, columns + 1), units, total))


def _draw_bars(canvas: Canvas, bars: FloatArray, area: Area, look: Look, accent: Accent) -> None:
    peak = float(bars.max()) if len(bars) else 0.0
    if peak <= 0 or area.height == 0:
        return
    eighths = np.ceil(bars / peak * area.height * 8 - 1e-9).astype(np.int64)
    codes = np.array([ord(character) for character in _EIGHTHS], dtype=np.int32)
    floors = (area.height - 1 - np.arange(area.height))[:, None] * 8
    filled = np.clip(eighths[None, :] - floors, 0, 8)
    canvas.cells(area.x, area.y, codes[filled], filled > 0, look.accent(accent))
