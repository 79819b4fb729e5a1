"""How long a step takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engines.lane import in_mode
from engines.report.chart_look import Style
from engines.report.chart_marks import marks_of
from engines.report.document import NA, Item, Paragraph, Table, chart, columns
from engines.report.figures import bounds, milliseconds, reasons, whole
from engines.report.line_chart import curve_of, line_chart
from engines.report.reading import RunReading
from engines.report.spread_chart import Row, spread_chart
from engines.run.mode_paces import mode_paces
from engines.run.summary import spread_figures
from engines.run.turn_ratio import FEWEST


def step_time_items(reading: RunReading, styles: dict[str, Style], prefix: str) -> Iterator[Item]:
    """Distributions, samples by step, a table by mode and batch size, and the pace by modes."""
    groups = [timed for lane in reading.run.lanes for timed in reading.timed_of(lane)]
    if not groups:
        yield Paragraph("Step time: n/a, there is no clean sample.")
    rows = [Row(timed.label, styles[timed.lane], timed.spread, timed.interval) for timed in groups]
    caption = (
        "Each histogram has its own height; the line is the median, the bar under it its interval."
    )
    yield from chart(f"{prefix}step-time-spread", "Distribution", spread_chart(rows), caption)
    lanes = reading.run.lanes.values()
    curves = [curve_of(lane.step_seconds, "step", lane.id, styles[lane.id], 1000) for lane in lanes]
    marks = marks_of(list(lanes), styles, "step")
    svg = line_chart(curves, "step", "ms a step", log_y=True, marks=marks)
    yield from chart(f"{prefix}step-time-by-step", "Clean samples by step", svg)
    if reading.timed:
        now = set(map(id, groups))
        yield Table(
            columns(
                "lane and mode",
                "batch",
                "median (ms)",
                "95 % interval (ms)",
                "p90 (ms)",
                "p99 (ms)",
                "clean samples",
                "left out",
                text=("left out",),
            ),
            tuple(
                (
                    timed.label
                    + ("" if id(timed) in now or not timed.spread.samples else " (before)"),
                    whole(timed.batch_size),
                    *map(milliseconds, _quantiles(timed.spread)[:1]),
                    bounds(timed.interval, ",.3f", 1000),
                    *map(milliseconds, _quantiles(timed.spread)[1:]),
                    whole(timed.spread.samples) if timed.spread.samples else NA,
                    reasons(timed.left_out),
                )
                for timed in sorted(reading.timed, key=lambda timed: list(styles).index(timed.lane))
            ),
            title="By mode and batch size",
            note="One sample is the mean of a chunk of "
            f"{reading.header.training.sync_every} steps between two synchronisations, and weighs by "
            "its steps where a chunk was shorter.",
        )
    rows_of_pace = tuple(_pace_rows(reading))
    if rows_of_pace:
        yield Table(
            columns(
                "lane and mode",
                "beside",
                "turns",
                "its steps take",
                text=("beside", "its steps take"),
            ),
            rows_of_pace,
            title="Pace by modes",
            note="Ratios turn by turn, with a 95 % interval over turns; each pair of modes that had "
            f"{FEWEST} turns together.",
        )


def _pace_rows(reading: RunReading) -> Iterator[tuple[str, ...]]:
    run = reading.run
    for lane_id in run.parity:
        for one in mode_paces(run, lane_id):
            beside = in_mode(run.reference, one.reference_mode)
            yield in_mode(lane_id, one.mode), beside, whole(one.told.turns), one.text


def _quantiles(spread: Any) -> list[float | None]:
    figures = spread_figures(spread)
    return [figures["median"], figures["p90"], figures["p99"]]
