"""How much slower or faster: changes with their intervals around no change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engines.report.bootstrap import Interval
from engines.report.chart_look import FAINT, Style, drawing, short, svg_of


@dataclass(frozen=True)
class Ratio:
    """The ratio of two medians and where it lies."""

    label: str
    style: Style
    ratio: float
    interval: Interval | None


def ratio_chart(ratios: Sequence[Ratio]) -> str:
    """The ratios as changes in per cent, as an SVG file; empty without any."""
    if not ratios:
        return ""
    with drawing(0.85 + 0.32 * len(ratios)) as (figure, axes):
        axes.axvline(0, color=FAINT, lw=1)
        for place, ratio in enumerate(reversed(ratios)):
            if ratio.interval is not None:
                axes.plot(
                    [(ratio.interval.low - 1) * 100, (ratio.interval.high - 1) * 100],
                    [place, place],
                    color=ratio.style.color,
                    lw=2.2,
                )
            axes.plot(
                (ratio.ratio - 1) * 100,
                place,
                marker=ratio.style.marker,
                color=ratio.style.color,
                markersize=6,
            )
        axes.set_yticks(range(len(ratios)), [short(ratio.label) for ratio in reversed(ratios)])
        axes.set_ylim(-0.6, len(ratios) - 0.4)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)
        axes.margins(x=0.08)
        axes.set_xlabel("change of the median step time in % (left is faster)")
        return svg_of(figure)
