"""What is copied as text: a lane's figures, and what a chart reads out; tabs between columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from widgets.lane_fields import compile_parts, compile_value, lane_fields
from widgets.quantities import NA

if TYPE_CHECKING:
    from widgets.chart import Reading
    from widgets.lane_view import LaneView


def lane_text(view: LaneView) -> str:
    """A line for each figure of a lane: what it is, a tab, its value as the screen shows it."""
    rows = [
        ("lane", view.id),
        ("version", f"{view.framework} {view.versions}" if view.versions else NA),
        ("device", view.device),
        ("mode", view.mode),
        ("phase", f"{view.phase} {view.phase_clock}".rstrip()),
        *((one.label, one.value) for one in lane_fields(view)),
        ("compile", compile_value(view)),
    ]
    if view.compile is not None:
        rows.append(("compile parts", compile_parts(view)))
    if view.in_graphs:
        rows.append(("graphs", view.in_graphs))
    if view.error:
        rows.append(("error", view.error))
    return "\n".join(f"{label}\t{_one_line(value)}" for label, value in rows)


def readout_text(readings: Sequence[Reading], quantity: str, unit: str, smoothing: float) -> str:
    """A header and a line for each lane: where it was read, the value, and the smoothed one."""
    head = ["lane", unit, quantity]
    if smoothing:
        head.append(f"smoothed {smoothing:g}")
    rows = [head]
    for reading in readings:
        known = reading.diverged or not math.isnan(reading.value)
        value = "nan" if reading.diverged else _number(reading.value)
        row = [reading.label, _number(reading.x) if known else NA, value]
        rows.append([*row, _number(reading.smoothed)] if smoothing else row)
    return "\n".join("\t".join(row) for row in rows)


def _number(value: float) -> str:
    """All digits that tell the value from its neighbours."""
    return NA if math.isnan(value) else f"{value:.9g}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
