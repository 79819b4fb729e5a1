"""Views of lanes, made again only where something that they show may have changed."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from engines.run.run import Run
from tui.screens.curves import Curves
from tui.screens.lane_commands import LaneCommands
from tui.screens.selection import Selection
from tui.views.race_view import gpu_view, lane_view, shown_phase
from widgets.chart import Curve
from widgets.lane_view import LaneView

CHART_FRAMES = 2
"""The big chart is drawn again in one frame of so many, and at once when a key asks for it: half
the work and half the bytes, and five times a second is as smooth as a falling curve looks."""
SMALL_CHART_FRAMES = 10
"""The small charts in the panes are drawn again in one frame of so many."""


@dataclass(frozen=True, eq=False)
class Shown:
    """A lane's view, and what it was made from."""

    key: Hashable
    charts: Hashable
    view: LaneView
    loss: Curve
    step_time: Curve


class LaneViews:
    """Remembers the last view of each lane."""

    def __init__(
        self, run: Run, curves: Curves, selection: Selection, commands: LaneCommands
    ) -> None:
        self._run = run
        self._curves = curves
        self._selection = selection
        self._commands = commands
        self._views: dict[str, Shown] = {}

    def view(
        self, lane_id: str, now: float, *, axis: str, cursor: float | None, frame: int
    ) -> LaneView:
        """A lane at `now` seconds, with what stands at the charts' cursor."""
        run, selection = self._run, self._selection
        lane = run.lanes[lane_id]
        number = selection.ids.index(lane_id)
        wanted = self._commands.wanted(lane)
        known = self._views.get(lane_id)
        key = (
            *(run.moves, lane.revision, shown_phase(lane, now), wanted),
            *(gpu_view(run, lane), cursor, axis),
        )
        charts: Hashable = (run.moves, lane.attempt, lane.loss.revision)
        if known is not None and known.key == key and known.charts == charts:
            return known.view
        # A pane a frame, and never in one with the big chart: no frame makes a key wait long.
        due = (frame + CHART_FRAMES * number) % SMALL_CHART_FRAMES == 5
        if known is None or not len(known.loss.x) or due:
            loss = self._curves.curve(lane, "loss")
            step_time = self._curves.curve(lane, "step time")
        else:
            loss, step_time, charts = known.loss, known.step_time, known.charts
        view = lane_view(
            run,
            lane,
            now,
            accent=run.accents[lane_id],
            marker=selection.markers[lane_id],
            wanted=wanted,
            cursor=self._curves.cursor(lane, axis, cursor),
            loss_curve=loss,
            step_curve=step_time,
        )
        self._views[lane_id] = Shown(key, charts, view, loss, step_time)
        return view
