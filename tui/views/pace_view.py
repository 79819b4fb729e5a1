"""The lanes' pace as the main screen shows it, computed now and then."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from engines.run.conclusions import pace
from engines.run.mode_paces import told_before
from engines.run.pace_words import bounds_text, factor_text
from engines.run.turn_ratio import Verdict
from widgets.pace_line import LanePaceView, PaceLineView

if TYPE_CHECKING:
    from engines.run.run import Run

EVERY_SECONDS = 1.0
"""Of the run's own time: a bootstrap takes a millisecond a lane, which is too much for every frame."""
AT_ONCE = "not to be said: all lanes run at once"
"""What stands where no turn tells a step time."""


class PaceLook:
    """Keeps the line until it has to be computed again."""

    def __init__(self, marker: dict[str, str]) -> None:
        self._marker = marker
        self._of: Hashable = None
        self._at = 0.0
        self._view: PaceLineView | None = None

    def view(self, run: Run) -> PaceLineView:
        """The line: as it was, unless other things happened than some more turns."""
        modes = tuple(lane.mode for lane in run.lanes.values())
        of = (run.moves, run.ended, run.schedule, modes)
        if self._view is None or of != self._of or run.at >= self._at + EVERY_SECONDS:
            self._of, self._at = of, run.at
            self._view = pace_view(run, self._marker)
        return self._view


def pace_view(run: Run, marker: dict[str, str]) -> PaceLineView:
    """Every lane's pace beside the reference lane."""
    order = list(run.lanes)
    return PaceLineView(
        reference=run.reference,
        reference_marker=marker[run.reference],
        reference_accent=order.index(run.reference),
        lanes=tuple(_lane(run, each, marker[each], order.index(each)) for each in run.parity),
    )


def _lane(run: Run, lane_id: str, marker: str, accent: int) -> LanePaceView:
    told = pace(run, lane_id)
    verdict = str(told.verdict)
    said = told.verdict != Verdict.NOT_YET
    if not said and run.schedule == "free":
        verdict = AT_ONCE
    before = None if said else told_before(run, lane_id)
    as_before = f" as {before.mode} to {before.reference_mode}" if before else ""
    return LanePaceView(
        lane=lane_id,
        marker=marker,
        accent=accent,
        factor=factor_text(told) if said else "",
        within=bounds_text(told) if said else "",
        verdict=verdict,
        differs=told.verdict in (Verdict.FASTER, Verdict.SLOWER),
        before=f"{factor_text(before.told)}{as_before}" if before else "",
    )
