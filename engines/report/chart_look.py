"""How charts look, and how a matplotlib figure becomes one SVG, the same bytes each time."""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1f2430"
FAINT = "#6b7280"
GRID = "#e3e6eb"
PAPER = "#fefefe"
"""Not #ffffff, which matplotlib writes for other things too."""

ACCENTS = ("#a96b00", "#1f7ab4", "#00785a", "#b0548b", "#b84a00", "#004f8c", "#757000")
"""Okabe and Ito, "Color Universal Design" (2008), darkened until each has 3.2:1 on white."""
DARK = {
    INK: "#e6e8ee",
    FAINT: "#9aa3b2",
    GRID: "#323845",
    PAPER: "#161a22",
    "#a96b00": "#e69f00",
    "#1f7ab4": "#56b4e9",
    "#00785a": "#1fc08f",
    "#b0548b": "#e08fc0",
    "#b84a00": "#ff8a45",
    "#004f8c": "#6f9fe8",
    "#757000": "#d8ca4a",
}
"""What stands for each colour on a dark page."""
DASHES: tuple[Any, ...] = (
    "-",
    (0, (5, 1.6)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
    (0, (8, 3)),
    (0, (3, 1, 1, 1, 1, 1)),
)
MARKERS = ("o", "s", "^", "D", "v", "P")

LONGEST = 30
"""Characters of a label."""
WIDTH = 5.2
"""Inches at 72 dots: as wide as a telephone, so that the texts are readable on one."""


@dataclass(frozen=True)
class Style:
    """How one lane is drawn everywhere: never told by its colour alone."""

    color: str
    dashes: Any
    marker: str


def style(number: int) -> Style:
    """The style of the lane whose colour has that number, from 0."""
    return Style(
        ACCENTS[number % len(ACCENTS)],
        DASHES[number % len(DASHES)],
        MARKERS[number % len(MARKERS)],
    )


@contextmanager
def drawing(height: float, *, rows: int = 1, width: float = WIDTH) -> Iterator[tuple[Figure, Any]]:
    """A figure and its axes in our look; `height` in inches."""
    import matplotlib
    from matplotlib.figure import Figure

    settings = {
        # Letters as paths: the same on every machine, with no font to fetch.
        "svg.fonttype": "path",
        "svg.hashsalt": "fwdash",
        "svg.image_inline": True,
        "font.family": ["DejaVu Sans"],
        "font.size": 8.5,
        "text.usetex": False,
        "text.parse_math": False,
        "text.color": INK,
        "axes.edgecolor": FAINT,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.7,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "grid.color": GRID,
        "grid.linewidth": 0.7,
        "xtick.color": FAINT,
        "ytick.color": FAINT,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "lines.linewidth": 1.5,
        "legend.frameon": False,
        "legend.fontsize": 8.5,
        "hatch.linewidth": 0.6,
        "figure.facecolor": PAPER,
        "axes.facecolor": PAPER,
        "path.simplify": True,
    }
    # A loss that diverged may be near the largest float there is: ticks beyond it are left out.
    quiet = np.errstate(over="ignore")
    with matplotlib.rc_context(settings), warnings.catch_warnings(), quiet:
        # A name in a script that the font lacks is drawn as boxes; the table has it as text.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from font")
        figure = Figure(figsize=(width, height), layout="constrained")
        yield figure, figure.subplots(rows, 1)


def svg_of(figure: Figure) -> str:
    """The figure as a whole SVG file without date, program or network address in its metadata."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    FigureCanvasSVG(figure)
    out = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(out, format="svg", metadata=nothing)
    # Comments repeat the texts that are drawn. A hundredth of a point cannot be seen.
    uncommented = re.sub(r"<!--.*?-->\n?", "", out.getvalue(), flags=re.DOTALL)
    return re.sub(r"(\.\d\d)\d+(?=[ \"\n])", r"\1", uncommented)


def short(text: str) -> str:
    """A label that leaves room for the chart."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def plain_ticks(axes: Axes, axis: str) -> None:
    """Ticks of a logarithmic axis as plain numbers, and not too many of them."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    side = axes.xaxis if axis == "x" else axes.yaxis
    low, high = sorted(side.get_view_interval())
    decades = math.log10(high) - math.log10(low)
    if decades < 0.2:
        return _linear_ticks(side)
    subs: tuple[float, ...] = (1.0,)
    if decades < 2.3:
        subs = (1.0, 2.0, 5.0)
    if decades < 0.8:
        subs = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0)
    side.set_major_locator(LogLocator(base=10, subs=subs, numticks=12))
    side.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    side.set_minor_formatter(NullFormatter())
    return None


def _linear_ticks(side: Any) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter, NullLocator

    side.set_major_locator(MaxNLocator(5))
    side.set_minor_locator(NullLocator())
    side.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    side.set_minor_formatter(NullFormatter())
