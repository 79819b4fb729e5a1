"""What goes where on a screen of a given size: plain numbers, no widgets."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

PANE_WIDTH = 26
"""The least cells of a pane with its frame."""
PANE_HEIGHT = 12
"""The least rows of a pane with its frame."""
CHART_HEIGHT = 7
TAB_HEIGHT = 9
"""The least rows of the one pane under tabs."""
UPRIGHT = 24
"""Rows from which chart and lane stand below one another in a narrow terminal, as on a telephone."""
PACE_HEIGHT = 23
"""The least rows of a screen with a line for the lanes' pace."""


@dataclass(frozen=True)
class Arrangement:
    """The parts that show, and how many rows each gets; 0 hides the chart."""

    kind: Literal["panes", "table", "tabs", "tiny", "pane", "chart"]
    chart_rows: int = 0
    columns: int = 1
    pane_rows: int = 0
    """Rows of each line of panes."""
    note: str = ""
    """What is hidden and how to see it."""
    pace: bool = False
    """Whether the lanes' pace has a line."""

    @property
    def framed(self) -> bool:
        """Whether the chart has room for a frame."""
        return self.chart_rows >= 12


def arrange(width: int, height: int, lanes: int, full: str = "") -> Arrangement:
    """The arrangement for `width` by `height` cells and some lanes.

    Args:
        width: Cells.
        height: Rows.
        lanes: How many lanes there are, 1 to 6.
        full: `pane` or `chart` for that alone.
    """
    upright = width >= PANE_WIDTH + 4 and height >= UPRIGHT
    if height < 14 or (width < 50 and not upright):
        note = f"{width}x{height} is too small for the rest"
        return Arrangement("tiny", note=note)
    plan = _arrange(width, height, height - 3, lanes, full)
    if lanes > 1 and height >= PACE_HEIGHT:
        paced = _arrange(width, height, height - 4, lanes, full)
        # The line is not worth the panes.
        if paced.kind == plan.kind:
            return replace(paced, pace=True)
    return plan


def _arrange(width: int, height: int, body: int, lanes: int, full: str) -> Arrangement:
    """The parts in `body` rows: those without the lines that always show."""
    if full == "pane":
        return Arrangement("pane", pane_rows=body)
    if full == "chart":
        return Arrangement("chart", chart_rows=body)
    if width < 80 or height < 20:
        return _tabs(body, lanes)
    most = min(lanes, width // PANE_WIDTH)
    lines = math.ceil(lanes / most)
    if lines * PANE_HEIGHT + CHART_HEIGHT <= body:
        wanted = min(lines * 22, max(lines * PANE_HEIGHT, round(body * 0.58)))
        rows = min(wanted, body - CHART_HEIGHT) // lines
        return Arrangement("panes", body - rows * lines, math.ceil(lanes / lines), rows)
    return Arrangement("table", chart_rows=body - lanes - 1)


def _tabs(body: int, lanes: int) -> Arrangement:
    """One lane at a time under a row of tabs; the chart above it where both fit."""
    others = f"{lanes - 1} other lane{'s' if lanes > 2 else ''}"
    if body - 2 >= TAB_HEIGHT + CHART_HEIGHT - 1:
        note = f"hidden: {others} (tab or 1-{lanes})" if lanes > 1 else ""
        rows = body - 1 - bool(note)
        pane = max(TAB_HEIGHT, round(rows * 0.58))
        return Arrangement("tabs", rows - pane, 1, pane, note)
    hidden = f"the chart and {others}" if lanes > 1 else "the chart"
    return Arrangement("tabs", 0, 1, body - 2, f"hidden: {hidden} (tab goes round)")
