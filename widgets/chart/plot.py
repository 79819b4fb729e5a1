"""Everything that one chart shows, and where on the screen it goes."""

from __future__ import annotations

from dataclasses import dataclass, field

from .curve import Curve, Mark, Reference, Span
from .ticks import TICK_WIDTH
from .view import View

STEPS = "step"
"""The unit of an x that counts: it has whole numbers only."""


@dataclass(frozen=True, eq=False)
class Plot:
    """One chart as plain data."""

    curves: tuple[Curve, ...] = ()
    spans: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    references: tuple[Reference, ...] = ()
    title: str = ""
    unit: str = ""
    """What x counts, such as `step` or `lane seconds`; stands at the right of the axis."""
    status: str | None = None
    """A word at the right of the title; None takes the view's own: all, live or frozen."""
    empty: str = ""
    """What an empty chart says, in one sentence."""
    smoothing: float = 0.0
    """The beta of the bright line's moving average, from 0 (none) to below 1."""
    view: View = field(default_factory=View)
    cursor: float | None = None
    """The x at which a line is drawn and the legend is read."""
    front: int = 0
    """The index of the curve that is drawn last, over all others."""
    own_y: bool = False
    """Whether each curve has a y-scale and rows of its own, where there is room for that."""
    compact: bool = False
    """Leave out title, legend and axes, for a pane of a few rows."""
    bare: bool = False
    """Leave out title and legend, where something else says them."""


@dataclass(frozen=True)
class Area:
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Layout:
    """Which rows and columns belong to what."""

    plot: Area
    """Where curves are drawn."""
    header: int
    """How many rows at the top hold title, legend and status: 0, 1 or 2."""
    axes: bool
    """Whether there is a tick gutter at the left and two axis rows at the bottom."""
    margin: int
    """Cells right of the plot that hold the curves' letters."""


def lay_out(plot: Plot, width: int, height: int, header: int) -> Layout:
    """Divide `width` by `height` cells; what does not fit is left out, axes first.

    Args:
        plot: What is shown.
        width: Cells.
        height: Cells.
        header: How many rows the title and the legend would like.
    """
    axes = not plot.compact and width >= 24 and height >= 6
    header = 0 if plot.compact or height < 4 else min(header, 1 if height < 10 else 2)
    letters = sum(bool(curve.marker) for curve in plot.curves)
    margin = min(letters, 5) + 1 if letters and axes and not plot.bare else 0
    gutter = TICK_WIDTH + 2 if axes else 0
    room = max(0, height - header - (2 if axes else 0))
    return Layout(Area(gutter, header, max(0, width - gutter - margin), room), header, axes, margin)
