"""Charts for a terminal: pure painters over NumPy arrays, and thin widgets over them.

The way of a frame, a file a step:

    curve        what is drawn: Curve, Span, Mark, Reference
    plot         one chart as plain data, and how its cells are divided
    smoothing    the debiased moving average over the full data
    view         which part is looked at: zoom, pan, follow
    scale        where a value lies, linear or logarithmic
    ticks        round numbers, and texts of a width that never changes
    columns      any number of points reduced to pixel columns; spikes survive
    braille      pixel columns to dots, 2 by 4 in a cell
    canvas       cells to strips
    axes         the frame: grid, axes, tick labels
    annotations  spans, marks, reference lines, the cursor
    layers       the curves, and the letters at their ends
    readout      what the curves say at the cursor
    legend       title, legend with the readout, status
    render       all of it: a Plot and a size in, strips out
    histogram    step times: counts and edges in, strips out
    palette      accents and the look of the rest
    theme        the look of the application's theme
    still        `StillChart`, a Textual widget that only shows
    widget       `Chart`, the same with cursor, zoom and pan

Only `theme`, `still` and `widget` know Textual's DOM; nothing knows an engine or the application.
"""

from .curve import Accent, Curve, FloatArray, Mark, Reference, Span, Texture
from .histogram import bin_columns, render_histogram
from .palette import OKABE_ITO, SIXTEEN, Look, accent_color, quieter, use_sixteen
from .plot import Plot
from .readout import Reading, nearest_index, read
from .render import Picture, data_range, render
from .scale import Scale, make_scale
from .smoothing import debiased_ema, smooth
from .still import StillChart
from .ticks import number_text
from .view import View, pan, shown_range, zoom
from .widget import Chart

__all__ = [
    "OKABE_ITO",
    "SIXTEEN",
    "Accent",
    "Chart",
    "Curve",
    "FloatArray",
    "Look",
    "Mark",
    "Picture",
    "Plot",
    "Reading",
    "Reference",
    "Scale",
    "Span",
    "StillChart",
    "Texture",
    "View",
    "accent_color",
    "bin_columns",
    "data_range",
    "debiased_ema",
    "make_scale",
    "nearest_index",
    "number_text",
    "pan",
    "quieter",
    "read",
    "render",
    "render_histogram",
    "shown_range",
    "smooth",
    "use_sixteen",
    "zoom",
]
