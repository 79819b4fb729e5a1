"""What the keys do to the chart and to the screen's layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tui.screens.curves import AXES, METRICS, UNITS
from tui.screens.stage import Stage
from tui.views.copied import lane_text, readout_text

SMOOTHING = (0.0, 0.6, 0.9, 0.98)


class ChartKeys(Stage):
    """Actions of `RaceScreen` that change how things are looked at."""

    def action_cycle_axis(self) -> None:
        """x by step, lane time, wall time."""
        self.axis = AXES[(AXES.index(self.axis) + 1) % len(AXES)]
        self.chart.cursor = None
        self.chart.reset_view()
        self.show_now()

    def action_cycle_metric(self) -> None:
        """The next metric on the chart."""
        after = METRICS.index(self.metric) + 1
        offered = self.curves.metrics
        self.metric = next(one for one in (*METRICS[after:], *METRICS) if one in offered)
        self.chart.view = replace(self.chart.view, log_y=self.metric.log_y and self.log_loss)
        self.show_now()

    def action_toggle_log(self) -> None:
        """Linear or logarithmic loss."""
        self.chart.toggle_log_y()
        if self.metric.log_y:
            self.log_loss = self.chart.view.log_y
            self.show_now()

    def action_toggle_scales(self) -> None:
        """One y-scale across the lanes, or each its own."""
        self.chart.toggle_own_y()
        if self.chart.plot.own_y and not self.chart.picture.own_y:
            why = (
                "There is one lane: its own scale is the one scale."
                if len(self.ids) == 1
                else "Too few rows for a scale a lane: make the chart larger, f shows it alone."
            )
            self.notify(why, severity="warning", timeout=4)

    def action_cycle_smoothing(self) -> None:
        """The next smoothing of the bright lines."""
        now = self.chart.plot.smoothing
        after = [beta for beta in SMOOTHING if beta > now] or [SMOOTHING[0]]
        self.chart.set_smoothing(after[0])
        self.notify(f"smoothing {after[0]:g}" if after[0] else "no smoothing", timeout=1.5)

    def action_cycle_front(self) -> None:
        """The next curve over all others."""
        curves = self.chart.plot.curves
        if sum(len(curve.x) > 0 for curve in curves) < 2:
            self.notify("Fewer than two curves: none lies over another.", timeout=2)
        else:
            self.chart.cycle_front()
            self.notify(f"{curves[self.chart.plot.front].label} in front", timeout=1.5)

    def action_zoom_in(self) -> None:
        """Look closer."""
        if self._drawn():
            self.chart.zoom_in()

    def action_zoom_out(self) -> None:
        """Look from further away."""
        if self._zoomed():
            self.chart.zoom_out()

    def action_pan_left(self) -> None:
        """Look earlier."""
        self._pan(self.chart.pan_left)

    def action_pan_right(self) -> None:
        """Look later."""
        self._pan(self.chart.pan_right)

    def _pan(self, pan: Callable[[], None]) -> None:
        if not self._zoomed():
            return
        before = self.chart.view
        pan()
        if self.chart.view == before:
            self.notify("The run ends here: there is nothing further to look at.", timeout=2)

    def _zoomed(self) -> bool:
        """Whether a part of the run is looked at; says so if it is not."""
        view = self.chart.view
        whole = view.x_range is None and view.y_range is None
        if whole:
            self.notify("All of the run is in sight: zoom in with + first.", timeout=2)
        return not whole

    def _drawn(self) -> bool:
        """Whether there is anything on the chart; says so if there is not."""
        drawn = any(len(curve.x) for curve in self.chart.plot.curves)
        if not drawn:
            self.notify("Nothing is on the chart yet.", timeout=2)
        return drawn

    def action_reset_view(self) -> None:
        """All of the run."""
        if self._zoomed():
            self.chart.reset_view()

    def action_cursor_left(self) -> None:
        """The cursor one cell to the left."""
        if self._drawn():
            self.chart.move_cursor(-1)

    def action_cursor_right(self) -> None:
        """The cursor one cell to the right."""
        if self._drawn():
            self.chart.move_cursor(1)

    def action_copy_values(self) -> None:
        """What is selected, else the figures of the lane or the chart in focus, as text."""
        text = self.get_selected_text()
        if text:
            what = "the selected text"
        elif self.spot == "chart":
            text = readout_text(
                self.chart.readings, self.metric.title, UNITS[self.axis], self.chart.plot.smoothing
            )
            what = "the chart at the cursor" if self.chart.cursor is not None else "newest values"
        else:
            text = lane_text(self.lane_view(self.selected, self.source.now()))
            what = f"the figures of {self.selected}"
        lines = text.count("\n") + 1
        self.app.copy_to_clipboard(text)
        self.notify(
            f"Copied {what}: {lines} line{'s' if lines > 1 else ''}.", timeout=3, markup=False
        )

    def why_not(self, action_id: str) -> str:
        """Why the layout cannot be changed so."""
        if action_id == "full_screen" and self.arrangement.kind == "tiny":
            return self.arrangement.note
        return super().why_not(action_id)

    def action_full_screen(self) -> None:
        """The selected lane or the chart alone, and back."""
        if not self.cannot("full_screen"):
            self.full = not self.full
            self.apply_arrangement()

    def action_back(self) -> None:
        """Leave full screen, or take the cursor away."""
        if self.full:
            self.full = False
            self.apply_arrangement()
        elif self.chart.cursor is not None:
            self.chart.clear_cursor()
        else:
            self.notify("This is the main screen: q quits.", timeout=2)

    def action_next_lane(self) -> None:
        """Round the chart and the lanes."""
        self._round(1)

    def action_previous_lane(self) -> None:
        """Round the other way."""
        self._round(-1)

    def _round(self, by: int) -> None:
        spots = ("chart", *self.ids)
        self.go_to(spots[(spots.index(self.spot) + by) % len(spots)])

    def action_select_lane(self, number: int = 0) -> None:
        """The lane of that number, or the next one."""
        if number < 1:
            number = (self.ids.index(self.selected) + 1) % len(self.ids) + 1
        if number > len(self.ids):
            have = "one lane" if len(self.ids) == 1 else f"{len(self.ids)} lanes"
            self.notify(f"There is no lane {number}: this run has {have}.", severity="warning")
            return
        self.go_to(self.ids[number - 1])
