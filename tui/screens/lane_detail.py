"""All that is known of one lane: where its time went, what it compiled, and what that has won."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from tui.keys.scopes import screen_bindings
from tui.screens.scrolling import ScrollPane, Scrolls
from tui.screens.sub_screen import SubScreen
from tui.views.detail_view import (
    compiles_view,
    facts_view,
    memory_curves,
    phases_view,
    shown_spread,
    step_times_view,
)
from widgets.block import Block
from widgets.chart import Mark, StillChart
from widgets.compile_rows import CompilesView, compile_lines
from widgets.fact_rows import FactsView, fact_lines
from widgets.key_bar import KeyHint
from widgets.lane_fields import mode_badge, phase_line
from widgets.lane_view import LaneView
from widgets.line import Line, Piece, cut, spread
from widgets.phase_rows import PhasesView, phase_lines
from widgets.quantities import count_text
from widgets.spread_chart import SpreadChart
from widgets.step_time_rows import StepTimesView, step_time_lines

BARS = 400
"""Bins of the histogram before they are spread over its cells."""
SIDE_BY_SIDE = 100
"""Cells from which the two charts stand side by side."""


def head_lines(view: LaneView, cells: int) -> list[Line]:
    """Which lane this is, how it runs, and what it does now."""
    left: Line = (
        Piece(f" {view.marker} ", f"accent:{view.accent}"),
        Piece(view.id, "strong"),
        Piece(f" · {view.device}  ", "label"),
        mode_badge(view),
    )
    right: Line = (Piece(f"step {count_text(view.step)}  ", "label"), *phase_line(view), Piece(" "))
    role = "error" if view.phase == "crashed" else "warning" if view.held or view.doubt else "dim"
    told = view.held or view.doubt or view.phase_detail
    why = view.error if view.phase == "crashed" else told
    return [spread(left, right, cells), cut((Piece(f"   {why}", role),), cells)]


class LaneDetailScreen(SubScreen, Scrolls):
    """The selected lane in full; left and right go to its neighbours."""

    SCOPE = "detail"
    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("detail")]
    HINTS: ClassVar[tuple[KeyHint, ...]] = (
        KeyHint("back", "{back}", "back", keep=True),
        KeyHint("neighbour(1)", "{cursor_left} {cursor_right}", "lane", keep=True),
        KeyHint("page(1)", "{scroll_up} {scroll_down}", "scroll"),
        KeyHint("forward('toggle_compile')", "{toggle_compile}", "compile"),
        KeyHint("forward('choose_mode')", "{choose_mode}", "mode"),
        KeyHint("forward('pause')", "{pause}", "pause"),
        KeyHint("forward('restart')", "{restart}", "restart"),
        KeyHint("devices", "{show_devices}", "devices"),
        KeyHint("help", "{help}", "help"),
    )
    LOOKS: ClassVar[float] = 2.0

    def parts(self) -> ComposeResult:
        """What it does now, then all parts, most asked-for first."""
        yield Block[LaneView](head_lines, id="head")
        with ScrollPane(id="detail"):
            yield Block[PhasesView](phase_lines, id="phases")
            yield Block[StepTimesView](step_time_lines, id="times")
            with Container(id="charts"):
                yield SpreadChart(id="spread")
                yield StillChart("RSS, MiB", id="memory", unit="wall time, s", empty="No look yet.")
            yield Block[CompilesView](compile_lines, id="compiles")
            yield Block[FactsView](fact_lines, id="facts")

    def on_resize(self, event: events.Resize) -> None:
        """Put the charts side by side where both fit."""
        self.query_one("#charts").set_class(event.size.width >= SIDE_BY_SIDE, "-wide")

    async def action_devices(self) -> None:
        """To the devices."""
        self.dismiss()
        await self.do("show_devices")

    def show_parts(self, now: float) -> None:
        """Show the selected lane."""
        lane = self.lane_state
        accent = self.known.accents[lane.id]
        self.query_one("#head", Block).show(self.lane_view(lane.id, now))
        self.query_one("#phases", Block).show(phases_view(lane, now, accent))
        self.query_one("#times", Block).show(step_times_view(lane, self.known.pace[lane.id]))
        self.query_one("#facts", Block).show(facts_view(lane))
        self.query_one("#compiles", Block).show(compiles_view(lane))
        of = (self.known.moves, lane.id, lane.attempt)
        self.query_one("#memory", StillChart).show(
            memory_curves(lane, self.selection.markers[lane.id], accent),
            revision=(*of, lane.rss.revision, lane.gpu_memory.revision),
            title="RSS and GPU memory, MiB" if len(lane.gpu_memory) else "RSS, MiB",
            status="",
        )
        self._show_spread()

    def _show_spread(self) -> None:
        lane = self.lane_state
        mode, known = shown_spread(lane)
        counts, edges = known.bars(BARS)
        quantiles = (
            ("median", known.median()),
            ("p90", known.upper_quantile(0.9)),
            ("p99", known.upper_quantile(0.99)),
        )
        self.query_one(SpreadChart).show_spread(
            counts.astype(np.float64),
            edges * 1e3,
            marks=[Mark(value * 1e3, name) for name, value in quantiles if value is not None],
            title=f"step time, {mode}",
            accent=self.known.accents[lane.id],
            revision=(self.known.moves, lane.id, lane.attempt, mode, known.samples),
        )
