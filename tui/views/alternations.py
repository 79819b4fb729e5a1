"""Two modes of a lane that alternate turn by turn: which they are, and what came of it."""

from __future__ import annotations

from engines.lane import COMPILED_MODE, PLAIN_MODE
from engines.phases import RUNNING
from engines.run.break_even import is_plain
from engines.run.gain import alternated
from engines.run.lane_state import LaneState
from engines.run.pace_words import pace_text
from engines.run.run import Run
from engines.run.turn_ratio import Verdict


def counterpart(lane: LaneState) -> str:
    """The mode to compare a lane's present one with: the plain one, or the last compiled one."""
    if not is_plain(lane.framework, lane.mode):
        plain = [mode for mode in lane.spreads if is_plain(lane.framework, mode)]
        own = PLAIN_MODE[lane.framework]
        return own if own in plain or not plain else plain[-1]
    compiled = [mode for mode in lane.spreads if not is_plain(lane.framework, mode)]
    return compiled[-1] if compiled else COMPILED_MODE[lane.framework]


class Alternations:
    """Those that were asked for and have not ended."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._asked: dict[str, tuple[str, str, int]] = {}
        """Lane -> the mode it was in, the other one, and how often it had changed its mode by then."""

    def ask(self, lane_id: str, mode: str, other: str) -> None:
        """One was asked for."""
        self._asked[lane_id] = mode, other, len(self._run.lanes[lane_id].mode_changes)

    def news(self) -> list[str]:
        """What is said of those that have ended since the last call."""
        return [self._told(lane_id) for lane_id in list(self._asked) if self._over(lane_id)]

    def _over(self, lane_id: str) -> bool:
        lane, (mode, _, since) = self._run.lanes[lane_id], self._asked[lane_id]
        if lane.status != RUNNING or len(lane.mode_changes) < since:
            return True
        changes = lane.mode_changes[since:]
        if not any(change.alternating for change in changes):
            return False
        last = changes[-1]
        # The last turn is back in the mode before, and the next one is in it too.
        back = last.mode == mode and self._run.pace[lane_id].turn.began > last.at
        return back or not last.alternating

    def _told(self, lane_id: str) -> str:
        one, other, _ = self._asked.pop(lane_id)
        lane, turns = self._run.lanes[lane_id], self._run.pace[lane_id]
        mode, plain = sorted((one, other), key=lambda each: is_plain(lane.framework, each))
        brings = alternated(turns, mode, plain)
        if brings.verdict == Verdict.NOT_YET:
            return f"{lane.id}: what {mode} brings is {pace_text(brings)}: alternate again."
        return f"{lane.id}: {mode} beside {plain} {pace_text(brings)}, turn by turn."
