"""How far training came, and how alike: loss, parity and accuracy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engines.report.chart_look import Style
from engines.report.chart_marks import marks_of
from engines.report.document import Item, Paragraph, chart
from engines.report.line_chart import DrawnCurve, curve_of, line_chart
from engines.report.reading import RunReading


def loss_items(reading: RunReading, styles: dict[str, Style], prefix: str) -> Iterator[Item]:
    """Loss by step and by lane time, parity and accuracy."""
    run = reading.run
    lanes = list(run.lanes.values())
    if not any(lane.loss.count for lane in lanes):
        yield Paragraph("No step was made: there is no loss.")
        return
    for axis, title, label in (
        ("step", "Loss by step", "step"),
        ("lane", "Loss by lane time", "lane time (s), compiling included"),
    ):
        curves = [curve_of(lane.loss, axis, lane.id, styles[lane.id]) for lane in lanes]
        log_y = all((lane.loss.low[~_nan(lane.loss.low)] > 0).all() for lane in lanes)
        svg = line_chart(
            curves,
            label,
            "training loss",
            log_y=log_y,
            references=run.header.references,
            marks=marks_of(lanes, styles, axis),
        )
        yield from chart(f"{prefix}loss-by-{axis}", title, svg)
    gaps = [
        _gap(curve_of(difference.series, "step", lane, styles[lane]))
        for lane, difference in run.parity.items()
    ]
    marks = marks_of(lanes, styles, "step")
    svg = line_chart(gaps, "step", f"difference to {run.reference}", log_y=True, marks=marks)
    caption = "The largest difference of the losses at the same step, in each stretch of steps."
    if any((difference.series.high == 0).any() for difference in run.parity.values()):
        caption += " Where they are equal there is no point: a logarithmic axis has no 0."
    yield from chart(f"{prefix}parity", f"Parity to {run.reference}", svg, caption)
    for lane, difference in run.parity.items():
        if difference.failed_at is not None:
            yield Paragraph(f"Parity {difference.failure(lane, run.reference)}.")
    if run.parity and not svg and all(one.failed_at is None for one in run.parity.values()):
        told = "the lanes' losses were equal" if _equal(reading) else "no step was made by both"
        yield Paragraph(f"Parity to {run.reference}: {told}, so there is no curve.")
    curves = [
        curve_of(lane.accuracy, "step", lane.id, styles[lane.id], 100)
        for lane in lanes
        if lane.accuracy.count
    ]
    svg = line_chart(curves, "step", "test accuracy (%)")
    yield from chart(f"{prefix}accuracy", "Accuracy on the test split", svg)
    if not curves:
        yield Paragraph("Accuracy: n/a, it was not evaluated.")


def _nan(values: Any) -> Any:
    return values != values


def _gap(curve: DrawnCurve) -> DrawnCurve:
    """The largest of each bucket: a mean would hide what parity promises."""
    assert curve.high is not None or not len(curve.x)
    return DrawnCurve(
        curve.label, curve.style, curve.x, curve.y if curve.high is None else curve.high
    )


def _equal(reading: RunReading) -> bool:
    return any(difference.largest == 0 for difference in reading.run.parity.values())
