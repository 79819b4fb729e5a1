"""The main screen: all lanes at a glance, their losses over one another, and every key."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from engines.run.run import Run
from tui.keys.actions import Action, bindings
from tui.screens.arrangement import arrange
from tui.screens.chart_keys import ChartKeys
from tui.screens.curves import Curves
from tui.screens.lane_keys import LaneKeys
from tui.screens.over_keys import OverKeys
from tui.screens.transport_keys import TransportKeys
from tui.sources.source import Source
from tui.views.log_tail import LogTail
from tui.views.race_view import bar_view, gpu_view, lane_view, parity_view, shown_phase
from widgets.chart import Chart, Curve, View
from widgets.key_bar import KeyBar, KeyHint
from widgets.lane_pane import LanePane
from widgets.lane_table import LaneTable
from widgets.lane_view import CursorMark, LaneView
from widgets.row_chart import RowChart
from widgets.run_lines import LaneTabs, NoteLine, ParityLine, RunBar
from widgets.transport_bar import TransportBar

CHART_FRAMES = 2
"""The big chart is drawn again in one frame of so many, and at once when a key asks for it: half
the work and half the bytes, and five times a second is as smooth as a falling curve looks."""
SMALL_CHART_FRAMES = 10
"""The small charts in the panes are drawn again in one frame of so many."""
CHART = "chart"
"""The spot that is the chart; every other spot is a lane's id."""


@dataclass(frozen=True, eq=False)
class Shown:
    """A lane's view, and what it was made from."""

    key: Hashable
    charts: Hashable
    view: LaneView
    loss: Curve
    step_time: Curve


class RaceScreen(LaneKeys, ChartKeys, OverKeys, TransportKeys):
    """Shows a `Run`; owns what is selected, never what is known."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(app=False)]
    AUTO_FOCUS = None
    HELP = "The lanes and their losses; ? lists the keys."

    def __init__(self, source: Source, run: Run, log_tail: LogTail) -> None:
        """Initialize for a run, the source that its commands go to, and its output."""
        super().__init__(source, run, log_tail)
        self.curves = Curves(run, self.markers)
        self._views: dict[str, Shown] = {}
        self._frames = 0

    def compose(self) -> ComposeResult:
        """All parts that any size shows; `apply_arrangement` hides what does not fit."""
        yield RunBar(id="bar")
        yield RowChart(
            "loss",
            id="chart",
            view=View(log_y=self.log_loss),
            empty="Nothing measured yet: it comes with the first steps.",
        )
        yield LaneTabs(id="tabs")
        with Container(id="panes"):
            for lane_id in self.ids:
                yield LanePane(lane_id)
        yield LaneTable(id="table")
        yield ParityLine(id="parity")
        if self.replay is not None:
            yield TransportBar(id="transport")
        yield NoteLine(id="note")
        yield KeyBar([hint(action) for action in self.actions if action.footer], id="keys")

    def on_mount(self) -> None:
        """Find the parts once."""
        self.chart = self.query_one(RowChart)
        self.chart.set_smoothing(self.smoothing)
        self.panes = {pane.lane: pane for pane in self.query(LanePane)}
        self.keys = self.query_one(KeyBar)
        self.bar = self.query_one(RunBar)
        self.tabs = self.query_one(LaneTabs)
        self.table = self.query_one(LaneTable)
        self.parity = self.query_one(ParityLine)
        self.note = self.query_one(NoteLine)
        self.grid = self.query_one("#panes")
        self.go_to(self.spot)

    def on_resize(self, event: events.Resize) -> None:
        """Arrange anew."""
        self.apply_arrangement()

    def apply_arrangement(self) -> None:
        """Show what fits, and give it its rows."""
        full = ("chart" if self.spot == CHART else "pane") if self.full else ""
        columns, rows = self.app.size
        plan = self.arrangement = arrange(
            columns, rows - (self.replay is not None), len(self.ids), full
        )
        only_chart = plan.kind == "tabs" and not plan.chart_rows and self.spot == CHART
        panes = plan.kind in ("panes", "pane", "tabs") and not only_chart
        self.chart.display = bool(plan.chart_rows) or only_chart
        self.chart.styles.height = plan.chart_rows or plan.pane_rows
        self.chart.set_class(plan.framed, "-framed")
        self.tabs.display = plan.kind == "tabs"
        self.grid.display = panes
        self.grid.styles.height = "1fr"
        self.grid.styles.grid_size_columns = plan.columns
        for lane_id, pane in self.panes.items():
            pane.display = panes and (plan.kind == "panes" or lane_id == self.selected)
        self.table.display = plan.kind in ("table", "tiny")
        self.table.styles.height = len(self.ids) + (
            plan.kind == "table" or self.app.size.height > 8
        )
        self.note.display = bool(plan.note)
        self.parity.display = plan.kind != "tiny"
        self.bar.display = plan.kind != "tiny" or self.app.size.height >= 6
        self.show_now()
        self._focus_spot()

    def go_to(self, spot: str) -> None:
        """Put the focus on a lane or on the chart."""
        self.spot = spot
        if spot != CHART:
            self.selected = spot
        if self.is_mounted:
            self.apply_arrangement()

    def _focus_spot(self) -> None:
        target = self.chart if self.spot == CHART else self.panes[self.spot]
        self.set_focus(target if target.display else None)

    def show_now(self) -> None:
        """Bring every part up to date; parts whose view did not change repaint nothing."""
        now = self.source.now()
        run = self.known
        self._frames += 1
        lanes = tuple(self.lane_view(lane_id, now) for lane_id in self.ids)
        self.bar.show(bar_view(run, now, self.source.standing))
        parity = parity_view(run, self.markers)
        if self.chart.cursor is not None:
            marks = (CursorMark(one.id, one.marker, one.accent, one.cursor) for one in lanes)
            parity = replace(parity, cursor=tuple(marks))
        self.parity.show(parity)
        plan = self.arrangement
        due = (
            self._frames % CHART_FRAMES == 0
            or self._charted is None
            or (self.axis, self.metric) != self._shown_axes
        )
        revision = self.curves.revision(self.axis, self.metric.name)
        if due and self.chart.display and revision != self._charted:
            self._shown_axes = (self.axis, self.metric)
            data = self.curves.chart(self.axis, self.metric.name)
            self._charted = data.revision
            self.chart.show(
                data.curves,
                spans=data.spans,
                marks=data.marks,
                references=data.references,
                revision=data.revision,
                unit=data.unit,
                title=self.metric.title,
            )
        for view in lanes:
            pane = self.panes[view.id]
            if pane.display:
                pane.show(
                    view,
                    selected=view.id == self.selected,
                    focused=view.id == self.spot,
                    log_loss=self.log_loss,
                )
        if self.table.display:
            self.table.show(lanes, self.selected)
        if self.tabs.display:
            self.tabs.show(lanes, self.selected)
        self.note.show(plan.note)
        self.keys.show_idle(self.why_not)
        self.show_transport()

    _charted: Hashable = None
    _shown_axes: Hashable = None

    def lane_view(self, lane_id: str, now: float) -> LaneView:
        """The lane's view, made again only if something it shows may have changed."""
        lane = self.known.lanes[lane_id]
        number = self.ids.index(lane_id)
        asked = self.wanted.get(lane_id)
        wanted = asked.pending(lane) if asked else ""
        known = self._views.get(lane_id)
        moves = self.known.moves
        cursor = self.chart.cursor
        key = (
            *(moves, lane.revision, shown_phase(lane, now), wanted),
            *(gpu_view(self.known, lane), cursor, self.axis),
        )
        charts: Hashable = (moves, lane.attempt, lane.loss.revision)
        if known is not None and known.key == key and known.charts == charts:
            return known.view
        # A pane a frame, and never in one with the big chart: no frame makes a key wait long.
        due = (self._frames + CHART_FRAMES * number) % SMALL_CHART_FRAMES == 5
        if known is None or not len(known.loss.x) or due:
            loss = self.curves.curve(lane, "loss")
            step_time = self.curves.curve(lane, "step time")
        else:
            loss, step_time, charts = known.loss, known.step_time, known.charts
        view = lane_view(
            self.known,
            lane,
            now,
            accent=number,
            marker=self.markers[lane_id],
            wanted=wanted,
            cursor=self.curves.cursor(lane, self.axis, cursor),
            loss_curve=loss,
            step_curve=step_time,
        )
        self._views[lane_id] = Shown(key, charts, view, loss, step_time)
        return view

    @on(Chart.CursorMoved)
    def _cursor_moved(self) -> None:
        self.show_now()

    @on(LanePane.Pointed)
    def _pointed(self, message: LanePane.Pointed) -> None:
        lane = self.known.lanes[message.lane]
        self.chart.cursor = self.curves.x_of(lane, self.axis, message.step)
        self.show_now()

    @on(LanePane.Selected)
    @on(LaneTable.Chosen)
    @on(LaneTabs.Chosen)
    def _chosen(self, message: LanePane.Selected | LaneTable.Chosen | LaneTabs.Chosen) -> None:
        if self.spot != message.lane:
            self.go_to(message.lane)

    @on(KeyBar.Pressed)
    async def _pressed(self, message: KeyBar.Pressed) -> None:
        await self.do(message.action)


def hint(action: Action) -> KeyHint:
    """An action as the footer shows it."""
    return KeyHint(action.id, action.key_text, action.label, action.keep)
