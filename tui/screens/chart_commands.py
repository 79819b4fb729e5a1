"""What the keys do to the big chart; owns what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tui.screens.curves import AXES, METRICS, UNITS, Curves
from tui.views.copied import readout_text
from widgets.chart import Chart

SMOOTHING = (0.0, 0.6, 0.9, 0.98)


class ChartCommands:
    """Commands that change how curves are looked at."""

    def __init__(
        self,
        chart: Chart,
        curves: Curves,
        *,
        log_loss: bool,
        notify: Callable[..., None],
        show: Callable[[], None],
    ) -> None:
        """`log_loss`: losses fall over decades, on a linear axis all but the first steps are one
        flat line."""
        self.chart = chart
        self.axis = AXES[0]
        self.metric = METRICS[0]
        self.log_loss = log_loss
        self._curves = curves
        self._notify = notify
        self._show = show

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Action -> what does it."""
        return {
            "cycle_axis": self.cycle_axis,
            "cycle_metric": self.cycle_metric,
            "toggle_log": self.toggle_log,
            "toggle_scales": self.toggle_scales,
            "cycle_smoothing": self.cycle_smoothing,
            "cycle_front": self.cycle_front,
            "zoom_in": self.zoom_in,
            "zoom_out": self.zoom_out,
            "pan_left": self.pan_left,
            "pan_right": self.pan_right,
            "reset_view": self.reset_view,
            "cursor_left": self.cursor_left,
            "cursor_right": self.cursor_right,
        }

    def values(self) -> tuple[str, str]:
        """The figures at the cursor, or the newest, as text; and what they are called."""
        text = readout_text(
            self.chart.readings, self.metric.title, UNITS[self.axis], self.chart.plot.smoothing
        )
        return text, "the chart at the cursor" if self.chart.cursor is not None else "newest values"

    def cycle_axis(self) -> None:
        """x by step, lane time, wall time."""
        self.axis = AXES[(AXES.index(self.axis) + 1) % len(AXES)]
        self.chart.cursor = None
        self.chart.reset_view()
        self._show()

    def cycle_metric(self) -> None:
        """The next metric on the chart."""
        after = METRICS.index(self.metric) + 1
        offered = self._curves.metrics
        self.metric = next(one for one in (*METRICS[after:], *METRICS) if one in offered)
        self.chart.view = replace(self.chart.view, log_y=self.metric.log_y and self.log_loss)
        self._show()

    def toggle_log(self) -> None:
        """Linear or logarithmic loss."""
        self.chart.toggle_log_y()
        if self.metric.log_y:
            self.log_loss = self.chart.view.log_y
            self._show()

    def toggle_scales(self) -> None:
        """One y-scale across the lanes, or each its own."""
        self.chart.toggle_own_y()
        if self.chart.plot.own_y and not self.chart.picture.own_y:
            why = (
                "There is one lane: its own scale is the one scale."
                if len(self.chart.plot.curves) == 1
                else "Too few rows for a scale a lane: make the chart larger, f shows it alone."
            )
            self._notify(why, severity="warning", timeout=4)

    def cycle_smoothing(self) -> None:
        """The next smoothing of the bright lines."""
        now = self.chart.plot.smoothing
        after = [beta for beta in SMOOTHING if beta > now] or [SMOOTHING[0]]
        self.chart.set_smoothing(after[0])
        self._notify(f"smoothing {after[0]:g}" if after[0] else "no smoothing", timeout=1.5)

    def cycle_front(self) -> None:
        """The next curve over all others."""
        curves = self.chart.plot.curves
        if sum(len(curve.x) > 0 for curve in curves) < 2:
            self._notify("Fewer than two curves: none lies over another.", timeout=2)
        else:
            self.chart.cycle_front()
            self._notify(f"{curves[self.chart.plot.front].label} in front", timeout=1.5)

    def zoom_in(self) -> None:
        """Look closer."""
        if self._drawn():
            self.chart.zoom_in()

    def zoom_out(self) -> None:
        """Look from further away."""
        if self._zoomed():
            self.chart.zoom_out()

    def pan_left(self) -> None:
        """Look earlier."""
        self._pan(self.chart.pan_left)

    def pan_right(self) -> None:
        """Look later."""
        self._pan(self.chart.pan_right)

    def _pan(self, pan: Callable[[], None]) -> None:
        if not self._zoomed():
            return
        before = self.chart.view
        pan()
        if self.chart.view == before:
            self._notify("The run ends here: there is nothing further to look at.", timeout=2)

    def _zoomed(self) -> bool:
        """Whether a part of the run is looked at; says so if it is not."""
        view = self.chart.view
        whole = view.x_range is None and view.y_range is None
        if whole:
            self._notify("All of the run is in sight: zoom in with + first.", timeout=2)
        return not whole

    def _drawn(self) -> bool:
        """Whether there is anything on the chart; says so if there is not."""
        drawn = any(len(curve.x) for curve in self.chart.plot.curves)
        if not drawn:
            self._notify("Nothing is on the chart yet.", timeout=2)
        return drawn

    def reset_view(self) -> None:
        """All of the run."""
        if self._zoomed():
            self.chart.reset_view()

    def cursor_left(self) -> None:
        """The cursor one cell to the left."""
        if self._drawn():
            self.chart.move_cursor(-1)

    def cursor_right(self) -> None:
        """The cursor one cell to the right."""
        if self._drawn():
            self.chart.move_cursor(1)
