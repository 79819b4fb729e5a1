"""How step times are spread: a histogram for each lane and mode on one logarithmic axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engines.report.bootstrap import Interval
from engines.report.chart_look import INK, Style, drawing, plain_ticks, short, svg_of
from engines.run.spread import Spread

BINS = 48
TAIL = 0.002
"""Share of the samples at each end that the axis need not show; they are counted in its last bins."""


@dataclass(frozen=True)
class Row:
    """The step times of one lane in one mode."""

    label: str
    style: Style
    spread: Spread
    interval: Interval | None


def spread_chart(rows: Sequence[Row]) -> str:
    """The rows as an SVG file; empty without samples. Times are shown in milliseconds."""
    shown = [row for row in rows if row.spread.samples]
    if not shown:
        return ""
    low = min(row.spread.quantile(TAIL) or 0 for row in shown) * 0.97
    high = max(row.spread.quantile(1 - TAIL) or 0 for row in shown) * 1.03
    edges = np.geomspace(low, high, BINS + 1)
    with drawing(0.72 + 0.62 * len(shown)) as (figure, axes):
        for place, row in enumerate(reversed(shown)):
            counts, middles = row.spread.bars(1 << 16)
            middle = np.sqrt(middles[:-1] * middles[1:])
            heights, _ = np.histogram(np.clip(middle, low, high), edges, weights=counts)
            heights = 0.8 * heights / max(heights.max(), 1)
            axes.stairs(
                place + heights,
                edges * 1000,
                baseline=place,
                fill=True,
                color=row.style.color,
                alpha=0.32,
                lw=0,
            )
            axes.stairs(
                place + heights, edges * 1000, baseline=place, color=row.style.color, lw=0.9
            )
            median = (row.spread.median() or 0) * 1000
            if row.interval is not None:
                axes.plot(
                    [row.interval.low * 1000, row.interval.high * 1000],
                    [place - 0.07] * 2,
                    color=row.style.color,
                    lw=3,
                    solid_capstyle="butt",
                )
            axes.plot([median] * 2, [place - 0.12, place + 0.8], color=INK, lw=1.1)
        axes.set_xscale("log")
        axes.set_xlim(low * 1000, high * 1000)
        plain_ticks(axes, "x")
        axes.set_ylim(-0.25, len(shown) - 0.1)
        axes.set_yticks(range(len(shown)), [short(row.label) for row in reversed(shown)])
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("ms a step")
        return svg_of(figure)
