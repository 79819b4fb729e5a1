"""What the keys do to the chart and to the screen's layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tui.screens.curves import AXES, METRICS
from tui.screens.stage import Stage

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
        self.metric = METRICS[(METRICS.index(self.metric) + 1) % len(METRICS)]
        self.chart.view = replace(self.chart.view, log_y=self.metric.log_y and self.log_loss)
        self.show_now()

    def action_toggle_log(self) -> None:
        """Linear or logarithmic loss."""
        self.chart.toggle_log_y()

    def action_cycle_smoothing(self) -> None:
        """The next smoothing of the bright lines."""
        now = self.chart.plot.smoothing
        after = [beta for beta in SMOOTHING if beta > now] or [SMOOTHING[0]]
        self.chart.set_smoothing(after[0])
        self.notify(f"smoothing {after[0]:g}" if after[0] else "no smoothing", timeout=1.5)

    def action_cycle_front(self) -> None:
        """The next curve over all others."""
        self.chart.cycle_front()
        curves = self.chart.plot.curves
        if curves:
            self.notify(f"{curves[self.chart.plot.front].label} in front", timeout=1.5)

    def action_zoom_in(self) -> None:
        """Look closer."""
        self.chart.zoom_in()

    def action_zoom_out(self) -> None:
        """Look from further away."""
        self.chart.zoom_out()

    def action_pan_left(self) -> None:
        """Look earlier."""
        self._pan(self.chart.pan_left)

    def action_pan_right(self) -> None:
        """Look later."""
        self._pan(self.chart.pan_right)

    def _pan(self, pan: Callable[[], None]) -> None:
        if self.chart.view.x_range is None:
            self.notify("All of the run is in sight: zoom in with + first.", timeout=2)
        else:
            pan()

    def action_reset_view(self) -> None:
        """All of the run."""
        self.chart.reset_view()

    def action_cursor_left(self) -> None:
        """The cursor one cell to the left."""
        self.chart.move_cursor(-1)

    def action_cursor_right(self) -> None:
        """The cursor one cell to the right."""
        self.chart.move_cursor(1)

    def action_full_screen(self) -> None:
        """The selected lane or the chart alone, and back."""
        self.full = not self.full
        self.apply_arrangement()
        if self.full and self.arrangement.kind == "tiny":
            self.full = False
            self.notify(self.arrangement.note, severity="warning")

    def action_back(self) -> None:
        """Leave full screen, or take the cursor away."""
        if self.full:
            self.full = False
            self.apply_arrangement()
        else:
            self.chart.clear_cursor()

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
        if not number:
            number = (self.ids.index(self.selected) + 1) % len(self.ids) + 1
        if number > len(self.ids):
            have = "one lane" if len(self.ids) == 1 else f"{len(self.ids)} lanes"
            self.notify(f"There is no lane {number}: this run has {have}.", severity="warning")
            return
        self.go_to(self.ids[number - 1])
