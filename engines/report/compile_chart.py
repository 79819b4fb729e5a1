"""What compilations took, with their parts, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engines.report.chart_look import PAPER, Style, drawing, short, svg_of

MOST = 24
"""Bars shown; of more, the longest."""
LONGEST = 1e7
"""Seconds that no compilation takes."""
SHADES = {"trace": 0.45, "lower": 0.7, "backend": 1.0, "not told apart": 0.8}
HATCHES = {"trace": "//", "lower": "...", "backend": "", "not told apart": "xx"}


@dataclass(frozen=True)
class Bar:
    """One compilation, in seconds; parts that the framework does not tell apart are None."""

    label: str
    style: Style
    seconds: float
    trace: float | None
    lower: float | None
    backend: float | None

    @property
    def drawable(self) -> bool:
        """Whether its times can be: a damaged log may hold anything."""
        return 0 <= self.seconds < LONGEST and all(seconds >= 0 for _, seconds in self.parts())

    def parts(self) -> list[tuple[str, float]]:
        """(name, seconds) of the parts that are known, and of the rest."""
        named = (("trace", self.trace), ("lower", self.lower), ("backend", self.backend))
        known = [(name, seconds) for name, seconds in named if seconds is not None]
        rest = self.seconds - sum(seconds for _, seconds in known)
        if rest > 0.005 * self.seconds:
            known.append(("not told apart", rest))
        return known


def compile_chart(bars: Sequence[Bar]) -> str:
    """The bars as an SVG file; empty without any."""
    from matplotlib.patches import Patch

    bars = [bar for bar in bars if bar.drawable]
    if not bars:
        return ""
    least = sorted((bar.seconds for bar in bars), reverse=True)[:MOST][-1]
    shown = [bar for bar in bars if bar.seconds >= least][:MOST]
    used: dict[str, None] = {}
    with drawing(0.95 + 0.3 * len(shown)) as (figure, axes):
        for place, bar in enumerate(reversed(shown)):
            left = 0.0
            for name, seconds in bar.parts():
                used[name] = None
                axes.barh(
                    place,
                    seconds,
                    left=left,
                    height=0.62,
                    color=bar.style.color,
                    alpha=SHADES[name],
                    hatch=HATCHES[name],
                    edgecolor=PAPER,
                    linewidth=0.8,
                )
                left += seconds
            axes.annotate(
                f"{bar.seconds:.2f} s",
                (max(left, bar.seconds), place),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
            )
        axes.set_yticks(range(len(shown)), [short(bar.label) for bar in reversed(shown)])
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)
        axes.set_xlim(0, max(bar.seconds for bar in shown) * 1.16)
        axes.set_xlabel("seconds")
        keys = [
            Patch(
                facecolor="#6b7280",
                alpha=SHADES[name],
                hatch=HATCHES[name],
                edgecolor=PAPER,
                label=name,
            )
            for name in SHADES
            if name in used
        ]
        figure.legend(handles=keys, loc="outside upper left", ncols=len(keys))
        return svg_of(figure)
