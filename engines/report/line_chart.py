"""Curves over steps or seconds, with the range of what a point stands for as a band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.report.chart_look import FAINT, WIDTH, Style, drawing, plain_ticks, short, svg_of
from engines.report.chart_marks import ChartMark
from engines.run.series import Series

Floats = NDArray[np.float64]

POINTS = 300
"""Points of a curve: more cannot be told apart on a page."""
FEW = 40
"""Up to so many points each has a marker."""


@dataclass(frozen=True)
class DrawnCurve:
    """One line; arrays have shape (n,), NaN is a gap."""

    label: str
    style: Style
    x: Floats
    y: Floats
    low: Floats | None = None
    high: Floats | None = None


def curve_of(
    series: Series, axis: str, label: str, style: Style, factor: float = 1.0
) -> DrawnCurve:
    """A history along `step`, `lane` or `wall`, merged to at most `POINTS`, times `factor`."""
    each = max(1, -(-len(series) // POINTS))
    starts = np.arange(0, len(series), each)
    if not len(starts):
        return DrawnCurve(label, style, np.zeros(0), np.zeros(0))
    ends = np.minimum(starts + each, len(series)) - 1
    mean = series.mean
    counts = np.add.reduceat(np.isfinite(mean).astype(float), starts)
    total = np.add.reduceat(np.where(np.isfinite(mean), mean, 0.0), starts)
    y = np.full(len(starts), np.nan)
    np.divide(total, counts, out=y, where=counts > 0)
    low = np.fmin.reduceat(series.low, starts)
    high = np.fmax.reduceat(series.high, starts)
    return DrawnCurve(label, style, series.x(axis)[ends], y * factor, low * factor, high * factor)


def line_chart(
    curves: Sequence[DrawnCurve],
    x_label: str,
    y_label: str,
    *,
    log_y: bool = False,
    from_zero: bool = False,
    references: dict[str, float] | None = None,
    marks: Sequence[ChartMark] = (),
) -> str:
    """The curves as an SVG file; empty where no curve has a finite point."""
    shown = [curve for curve in curves if np.isfinite(curve.y).any()]
    if log_y:
        shown = [curve for curve in shown if (curve.y > 0).any()]
    if not shown:
        return ""
    with drawing(3.0) as (figure, axes):
        for number, curve in enumerate(shown):
            few = len(curve.x) <= FEW
            each = max(1, len(curve.x) // 9)
            axes.plot(
                curve.x,
                curve.y,
                color=curve.style.color,
                linestyle=curve.style.dashes,
                marker=curve.style.marker,
                markersize=3.4,
                # Each lane's markers elsewhere, so that equal curves show that they are several.
                markevery=1 if few else (number * each // len(shown), each),
                label=short(curve.label),
            )
            if curve.low is not None and curve.high is not None and not few:
                axes.fill_between(
                    curve.x,
                    curve.low,
                    curve.high,
                    where=_without_pauses(curve.x),
                    color=curve.style.color,
                    alpha=0.16,
                    lw=0,
                )
        for name, value in (references or {}).items():
            axes.axhline(value, color=FAINT, linewidth=0.8, linestyle=(0, (2, 2)))
            axes.annotate(
                short(name),
                (1, value),
                xycoords=("axes fraction", "data"),
                ha="right",
                va="bottom",
                fontsize=7.5,
                color=FAINT,
            )
        for number, mark in enumerate(marks):
            axes.axvline(mark.x, color=mark.style.color, linewidth=0.8, linestyle=(0, (2, 2)))
            axes.annotate(
                short(mark.label),
                (mark.x, 0.98 - 0.07 * (number % 3)),
                xycoords=("data", "axes fraction"),
                xytext=(2, 0),
                textcoords="offset points",
                va="top",
                fontsize=7.5,
                color=FAINT,
            )
        if log_y:
            axes.set_yscale("log", nonpositive="mask")
            plain_ticks(axes, "y")
        elif from_zero:
            axes.set_ylim(bottom=0)
        axes.margins(x=0.02)
        axes.set_xlabel(x_label)
        axes.set_ylabel(short(y_label))
        figure.legend(
            *axes.get_legend_handles_labels(),
            loc="outside upper left",
            ncols=_legend_columns([curve.label for curve in shown]),
            handlelength=2.6,
            columnspacing=1.4,
        )
        return svg_of(figure)


def _legend_columns(labels: Sequence[str]) -> int:
    """How many columns of the longest label the chart has room for, three at most."""
    each = 0.65 + 0.075 * max(map(len, labels))  # inches: the line before it, and 8.5 pt letters
    return max(1, min(3, len(labels), int(WIDTH / each)))


def _without_pauses(x: Floats) -> NDArray[np.bool_]:
    """False beside a jump along x, such as a compilation: nothing was trained there."""
    jump: NDArray[np.bool_] = np.diff(x) > 0.03 * (x[-1] - x[0])
    beside: NDArray[np.bool_] = np.append(jump, False) | np.append(False, jump)
    return ~beside
