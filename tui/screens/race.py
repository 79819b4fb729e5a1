"""The main screen: all lanes at a glance, their losses over one another, and every key."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container

from engines.run.run import Run
from tui.keys.actions import ACTIONS, Action
from tui.screens.arrangement import Arrangement, arrange
from tui.screens.asking import Asking
from tui.screens.chart_commands import ChartCommands
from tui.screens.curves import Curves
from tui.screens.lane_commands import LaneCommands
from tui.screens.lane_views import CHART_FRAMES, LaneViews
from tui.screens.main_screen import MainScreen
from tui.screens.opening import Opening
from tui.screens.replay_commands import ReplayCommands
from tui.screens.run_commands import RunCommands
from tui.screens.selection import CHART, Selection
from tui.sources.source import Source
from tui.views.copied import lane_text
from tui.views.log_tail import LogTail
from tui.views.pace_view import PaceLook
from tui.views.race_view import bar_view, parity_view
from tui.views.transport_view import transport_view
from widgets.chart import Chart, View
from widgets.key_bar import KeyBar, KeyHint
from widgets.lane_pane import LanePane
from widgets.lane_table import LaneTable
from widgets.lane_view import CursorMark, LaneView
from widgets.pace_line import PaceLine
from widgets.row_chart import RowChart
from widgets.run_lines import LaneTabs, NoteLine, ParityLine, RunBar
from widgets.transport_bar import TransportBar

if TYPE_CHECKING:
    from tui.sources.transport import Transport


class RaceScreen(MainScreen):
    """Shows a `Run`; what is selected, and what keys do, its parts know."""

    AUTO_FOCUS = None

    def __init__(
        self,
        source: Source,
        run: Run,
        log_tail: LogTail,
        *,
        actions: tuple[Action, ...] = ACTIONS,
        smoothing: float = 0.6,
        log_loss: bool = True,
    ) -> None:
        """Initialize for a run, the source that its commands go to, and its output; `actions` is
        the table with the keys that they have here."""
        super().__init__()
        self.source = source
        self.known = run
        self.arrangement = Arrangement("panes")
        self.selection = Selection(tuple(run.lanes), self._selection_moved)
        self.curves = Curves(run, self.selection.markers)
        self.chart = RowChart(
            "loss",
            id="chart",
            view=View(log_y=log_loss),
            empty="Nothing measured yet: it comes with the first steps.",
        )
        self.chart.set_smoothing(smoothing)
        asking = Asking(
            source, self.notify, lambda *what: self.app.push_screen(*what), self.show_now
        )
        self.lanes = LaneCommands(asking, run, self.selection)
        self.charts = ChartCommands(
            self.chart, self.curves, log_loss=log_loss, notify=self.notify, show=self.show_now
        )
        self.replay = ReplayCommands(asking, run, self.selection, log_tail, self.show_front)
        self._actions = actions
        self.done = {
            **self.lanes.actions,
            **RunCommands(asking, run, self.lanes.why_not).actions,
            **self.charts.actions,
            **self.replay.actions,
            **Opening(self.lanes, log_tail, actions, self.do).actions,
            "next_lane": lambda: self.selection.round(1),
            "previous_lane": lambda: self.selection.round(-1),
            "next_word": self.next_word,
            "copy_values": self._copy_values,
            "full_screen": self._full_screen,
            "back": self._back,
        }
        """Action -> what does it."""
        self._pace = PaceLook(self.selection.markers)
        self._views = LaneViews(run, self.curves, self.selection, self.lanes)
        self._frames = 0

    def compose(self) -> ComposeResult:
        """All parts that any size shows; `apply_arrangement` hides what does not fit."""
        yield RunBar(id="bar")
        yield self.chart
        yield LaneTabs(id="tabs")
        with Container(id="panes"):
            for lane_id in self.selection.ids:
                yield LanePane(lane_id)
        yield LaneTable(id="table")
        yield ParityLine(id="parity")
        yield PaceLine(id="pace")
        if self.replay.transport is not None:
            yield TransportBar(id="transport")
        yield NoteLine(id="note")
        yield KeyBar([hint(action) for action in self._actions if action.footer], id="keys")

    def on_mount(self) -> None:
        """Find the parts once."""
        self.panes = {pane.lane: pane for pane in self.query(LanePane)}
        self.keys = self.query_one(KeyBar)
        self.bar = self.query_one(RunBar)
        self.tabs = self.query_one(LaneTabs)
        self.table = self.query_one(LaneTable)
        self.parity = self.query_one(ParityLine)
        self.pace = self.query_one(PaceLine)
        self.note = self.query_one(NoteLine)
        self.grid = self.query_one("#panes")
        self.selection.go_to(self.selection.spot)

    def on_resize(self, event: events.Resize) -> None:
        """Arrange anew."""
        self.apply_arrangement()

    def apply_arrangement(self) -> None:
        """Show what fits, and give it its rows."""
        selection = self.selection
        full = ("chart" if selection.spot == CHART else "pane") if selection.full else ""
        columns, rows = self.app.size
        plan = self.arrangement = arrange(
            columns, rows - (self.replay.transport is not None), len(selection.ids), full
        )
        only_chart = plan.kind == "tabs" and not plan.chart_rows and selection.spot == CHART
        panes = plan.kind in ("panes", "pane", "tabs") and not only_chart
        self.chart.display = bool(plan.chart_rows) or only_chart
        self.chart.styles.height = plan.chart_rows or plan.pane_rows
        self.chart.set_class(plan.framed, "-framed")
        self.tabs.display = plan.kind == "tabs"
        self.grid.display = panes
        self.grid.styles.height = "1fr"
        self.grid.styles.grid_size_columns = plan.columns
        for lane_id, pane in self.panes.items():
            pane.display = panes and (plan.kind == "panes" or lane_id == selection.selected)
        self.table.display = plan.kind in ("table", "tiny")
        self.table.styles.height = len(selection.ids) + (
            plan.kind == "table" or self.app.size.height > 8
        )
        self.note.display = bool(plan.note)
        self.parity.display = plan.kind != "tiny"
        self.pace.display = plan.pace
        self.bar.display = plan.kind != "tiny" or self.app.size.height >= 6
        self.show_now()
        self._focus_spot()

    def _selection_moved(self) -> None:
        if self.is_mounted:
            self.apply_arrangement()

    def _focus_spot(self) -> None:
        spot = self.selection.spot
        target = self.chart if spot == CHART else self.panes[spot]
        self.set_focus(target if target.display else None)

    def show_now(self) -> None:
        """Bring every part up to date; parts whose view did not change repaint nothing."""
        now = self.source.now()
        run, plan = self.known, self.arrangement
        self._frames += 1
        lanes = tuple(self.lane_view(lane_id, now) for lane_id in self.selection.ids)
        replayed = self.source.transport is not None
        self.bar.show(bar_view(run, now, self.source.standing, replayed=replayed))
        parity = parity_view(run, self.selection.markers)
        if self.chart.cursor is not None:
            marks = (CursorMark(one.id, one.marker, one.accent, one.cursor) for one in lanes)
            parity = replace(parity, cursor=tuple(marks))
        self.parity.show(parity)
        if plan.pace:
            self.pace.show(self._pace.view(run))
        charts = self.charts
        axes = (charts.axis, charts.metric)
        if self.chart.display and (self._frames % CHART_FRAMES == 0 or axes != self._shown_axes):
            self._shown_axes = axes
            data = self.curves.chart(charts.axis, charts.metric.name)
            self.chart.show(
                data.curves,
                spans=data.spans,
                marks=data.marks,
                references=data.references,
                revision=data.revision,
                unit=data.unit,
                title=charts.metric.title,
            )
        for view in lanes:
            pane = self.panes[view.id]
            if pane.display:
                pane.show(
                    view,
                    selected=view.id == self.selection.selected,
                    focused=view.id == self.selection.spot,
                    log_loss=charts.log_loss,
                )
        if self.table.display:
            self.table.show(lanes, self.selection.selected)
        if self.tabs.display:
            self.tabs.show(lanes, self.selection.selected)
        self.note.show(plan.note)
        self.lanes.tell_alternations()
        self.keys.show_idle(self.why_not)
        if self.replay.transport is not None:
            self._show_transport(self.replay.transport)

    _shown_axes: Hashable = None

    def lane_view(self, lane_id: str, now: float) -> LaneView:
        """The lane as its pane shows it."""
        axis, cursor = self.charts.axis, self.chart.cursor
        return self._views.view(lane_id, now, axis=axis, cursor=cursor, frame=self._frames)

    def _show_transport(self, replay: Transport) -> None:
        selection = self.selection
        self._transport_bar = self._transport_bar or self.query_one(TransportBar)
        marker = selection.markers[selection.selected]
        self._transport_bar.show(
            transport_view(
                replay, selection.selected, marker, self.known.accents[selection.selected]
            )
        )
        self.replay.tell_damage()

    _transport_bar: TransportBar | None = None

    def why_not(self, action_id: str) -> str:
        """Why an action can do nothing now, in a sentence; empty if it can. Asked at each frame."""
        if action_id == "full_screen" and self.arrangement.kind == "tiny":
            return self.arrangement.note
        return self.lanes.why_not(action_id) or self.replay.why_not(action_id)

    async def action_do(self, action_id: str, number: int = 0) -> None:
        """Do one of the table's actions; a lane is selected by its number."""
        if action_id != "select_lane":
            await super().action_do(action_id)
        elif why := self.selection.to_number(number):
            self.notify(why, severity="warning")

    def _full_screen(self) -> None:
        """The selected lane or the chart alone, and back."""
        if why := self.why_not("full_screen"):
            self.notify(why, severity="warning", markup=False)
        else:
            self.selection.fill(not self.selection.full)

    def _back(self) -> None:
        """Leave full screen, or take the cursor away."""
        if self.selection.full:
            self.selection.fill(False)
        elif self.chart.cursor is not None:
            self.chart.clear_cursor()
        else:
            self.notify("This is the main screen: q quits.", timeout=2)

    def _copy_values(self) -> None:
        """What is selected, else the figures of the lane or the chart in focus, as text."""
        selected, spot = self.get_selected_text(), self.selection.spot
        if selected:
            text, what = selected, "the selected text"
        elif spot == CHART:
            text, what = self.charts.values()
        else:
            text = lane_text(self.lane_view(spot, self.source.now()))
            what = f"the figures of {spot}"
        lines = text.count("\n") + 1
        self.app.copy_to_clipboard(text)
        self.notify(
            f"Copied {what}: {lines} line{'s' if lines > 1 else ''}.", timeout=3, markup=False
        )

    @on(TransportBar.Sought)
    def _sought(self, message: TransportBar.Sought) -> None:
        self.replay.to_share(message.share)

    @on(TransportBar.Pressed)
    def _state_pressed(self) -> None:
        self.replay.play_pause()

    @on(Chart.CursorMoved)
    def _cursor_moved(self) -> None:
        self.show_now()

    @on(LanePane.Pointed)
    def _pointed(self, message: LanePane.Pointed) -> None:
        lane = self.known.lanes[message.lane]
        self.chart.cursor = self.curves.x_of(lane, self.charts.axis, message.step)
        self.show_now()

    @on(LanePane.Selected)
    @on(LaneTable.Chosen)
    @on(LaneTabs.Chosen)
    def _chosen(self, message: LanePane.Selected | LaneTable.Chosen | LaneTabs.Chosen) -> None:
        if self.selection.spot != message.lane:
            self.selection.go_to(message.lane)

    @on(KeyBar.Pressed)
    async def _pressed(self, message: KeyBar.Pressed) -> None:
        await self.do(message.action)


def hint(action: Action) -> KeyHint:
    """An action as the footer shows it."""
    return KeyHint(action.id, action.key_text, action.label, action.keep)
