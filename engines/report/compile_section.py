"""What compiling costs, and when it pays."""

from __future__ import annotations

from collections.abc import Iterator

from engines.lane import in_mode
from engines.report.chart_look import Style
from engines.report.compile_chart import Bar, compile_chart
from engines.report.document import NA, Item, Paragraph, Table, chart, columns
from engines.report.figures import figure, milliseconds, whole
from engines.report.reading import RunReading
from engines.run.break_even import break_even
from engines.run.gain import How
from engines.run.lane_state import LaneState
from engines.run.run import Run


def compile_items(reading: RunReading, styles: dict[str, Style], prefix: str) -> Iterator[Item]:
    """What compilations took, with their parts, and when they have paid for themselves."""
    lanes = list(reading.run.lanes.values())
    done = [(lane, compiled) for lane in lanes for compiled in lane.compiles]
    if not done:
        yield Paragraph("No compilation was recorded.")
        return
    bars = [
        Bar(
            f"{in_mode(lane.id, compiled.mode)}, step {compiled.step:,}",
            styles[lane.id],
            compiled.seconds,
            compiled.trace_seconds,
            compiled.lower_seconds,
            compiled.backend_seconds,
        )
        for lane, compiled in done
    ]
    yield from chart(f"{prefix}compiles", "Compile latency", compile_chart(bars))
    yield Table(
        columns(
            "lane and mode",
            "step",
            "all (s)",
            "trace (s)",
            "lower (s)",
            "backend (s)",
            "cache",
            "programs",
            "graphs",
            "reason",
            text=("cache", "graphs", "reason"),
        ),
        tuple(
            (
                in_mode(lane.id, compiled.mode),
                whole(compiled.step),
                figure(compiled.seconds, ",.3f"),
                figure(compiled.trace_seconds, ",.3f"),
                figure(compiled.lower_seconds, ",.3f"),
                figure(compiled.backend_seconds, ",.3f"),
                {True: "cached", False: "cold", None: NA}[compiled.cached],
                whole(compiled.programs),
                compiled.in_graphs or NA,
                compiled.reason or NA,
            )
            for lane, compiled in done
        ),
    )
    yield from _breaks(lanes)
    yield from _break_even(reading.run)


def _breaks(lanes: list[LaneState]) -> Iterator[Item]:
    rows = [
        (in_mode(lane.id, lane.mode), place.where, whole(place.times), place.reason or NA)
        for lane in lanes
        if lane.in_graphs
        for place in lane.in_graphs.broken_at
    ]
    if rows:
        heads = ("lane and mode", "at", "breaks", "reason")
        yield Table(columns(*heads, text=("at", "reason")), tuple(rows), title="Graph breaks")


def _break_even(run: Run) -> Iterator[Item]:
    told = [
        (lane, row) for lane in run.lanes.values() for row in break_even(lane, run.pace[lane.id])
    ]
    rows = [
        (
            in_mode(lane.id, row.mode),
            figure(row.compile_seconds, ",.2f"),
            row.plain or NA,
            milliseconds(row.plain_seconds),
            milliseconds(row.compiled_seconds),
            row.gain_text if row.compared else NA,
            row.how if row.compared else NA,
            whole(row.steps) if row.slower is None else f"never: {row.slower:.0%} slower",
            row.why_not,
        )
        for lane, row in told
    ]
    heads = (
        "lane and mode",
        "compiling and loading (s)",
        "plain mode",
        "plain step (ms)",
        "compiled step (ms)",
        "compiled beside plain",
        "compared",
        "paid for after (steps)",
        "what is missing",
    )
    if any(row.compared for _, row in told):
        yield Table(
            columns(*heads, text=heads[2:3] + heads[5:7] + heads[8:]),
            tuple(rows),
            title="When compiling has paid for itself",
            note="Nothing is said where the interval of the ratio holds 1. How the modes were compared: "
            + "; ".join(f"{how} ({how.sentence})" for how in How)
            + ".",
        )
