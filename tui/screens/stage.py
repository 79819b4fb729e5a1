"""What the halves of the main screen share: its state, and the ways to bring it up to date."""

from __future__ import annotations

from collections.abc import Callable

from engines.errors import RunError, UsageError
from engines.run.run import Run
from tui.keys.actions import ACTIONS, APP_ACTIONS, Action
from tui.screens.arrangement import Arrangement
from tui.screens.curves import AXES, METRICS, Curves
from tui.sources.source import Source
from tui.views.log_tail import LogTail
from tui.views.race_view import Wanted, markers
from widgets.chart import Chart
from widgets.lane_view import LaneView
from widgets.selecting import Selecting


class Stage(Selecting):
    """Owns what is selected, never what is known."""

    chart: Chart
    curves: Curves

    def __init__(self, source: Source, run: Run, log_tail: LogTail) -> None:
        """Initialize for a run, the source that its commands go to, and its output."""
        super().__init__()
        self.source = source
        self.known = run
        self.log_tail = log_tail
        self.ids = tuple(run.lanes)
        self.markers = markers(self.ids)
        self.selected = self.ids[0]
        """The lane that commands go to."""
        self.spot = self.ids[0]
        """Where the focus is: a lane's id, or `chart`."""
        self.full = False
        """Whether the spot has the screen for itself."""
        self.axis = AXES[0]
        self.metric = METRICS[0]
        """What the big chart shows."""
        self.actions: tuple[Action, ...] = ACTIONS
        """The table of actions with the keys that they have here."""
        self.smoothing = 0.6
        self.log_loss = True
        """Losses fall over decades: on a linear axis all but the first steps are one flat line."""
        self.wanted: dict[str, Wanted] = {}
        self._pauses: dict[str, tuple[int, bool]] = {}
        """Lane -> the attempt in which a pause, or its end, was asked for last."""
        self.arrangement = Arrangement("panes")

    def show_now(self) -> None:
        """Bring every part up to date."""
        raise NotImplementedError

    def apply_arrangement(self) -> None:
        """Show what fits."""
        raise NotImplementedError

    def lane_view(self, lane_id: str, now: float) -> LaneView:
        """A lane as its pane shows it."""
        raise NotImplementedError

    def go_to(self, spot: str) -> None:
        """Put the focus on a lane or on the chart."""
        raise NotImplementedError

    def ask(self, command: Callable[..., None], *args: object) -> bool:
        """Give the source a command; say so if it cannot be."""
        try:
            command(*args)
        except (UsageError, RunError) as error:
            self.notify(str(error), severity="error", markup=False)
            return False
        return True

    def why_not(self, action_id: str) -> str:
        """Why an action can do nothing now, in a sentence; empty if it can. Asked at each frame."""
        return ""

    def cannot(self, action_id: str) -> bool:
        """Say why an action can do nothing now; whether that is so."""
        why = self.why_not(action_id)
        if why:
            self.notify(why, severity="warning", markup=False)
        return bool(why)

    def refused(self) -> bool:
        """Say why a run that is only watched can be told nothing; whether that is so."""
        if why := self.source.can.refusal:
            self.notify(why, severity="error", markup=False)
        return bool(why)

    async def do(self, action_id: str) -> None:
        """Do one of the table's actions, from the palette or by mouse."""
        target = f"app.{action_id}" if action_id in APP_ACTIONS else action_id
        await self.run_action(target)
