"""Where in a log the events lie that a run keeps whole: compilations, marks, lines of output."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from engines.events import (
    AnyEvent,
    Compiled,
    CompileFailed,
    Crashed,
    Header,
    Logged,
    Marked,
    ModeChanged,
    Phase,
    SettingsChanged,
    SettingsPlanned,
    Started,
)

KINDS: tuple[type[AnyEvent], ...] = (
    Logged, Crashed, Phase, Compiled, CompileFailed, ModeChanged, SettingsChanged, Marked, Started,
    SettingsPlanned,
)  # fmt: skip
ROW = np.dtype([("offset", "<u8"), ("at", "<f8"), ("lane", "<u2"), ("kind", "u1")])
"""Where its line begins in bytes, when it was, whose it is, which of `KINDS`."""
NO_LANE = 0xFFFF
OTHER_LANE = 0xFFFE
"""A lane that the header does not name."""
LISTS: dict[str, tuple[type[AnyEvent], ...]] = {
    "phases": (Phase, Crashed),
    "compiles": (Compiled,),
    "compile_failures": (CompileFailed,),
    "mode_changes": (ModeChanged,),
    "setting_changes": (SettingsChanged,),
    "log": (Logged,),
}
"""Field of `LaneState` -> the events that it is made of; all but the log begin with an attempt."""
RUN_LISTS: dict[str, tuple[type[AnyEvent], ...]] = {
    "marks": (Marked,),
    "settings_planned": (SettingsPlanned,),
    "log": (Logged,),
}
"""The same for `Run`."""


def lane_numbers(header: Header) -> dict[str, int]:
    """What a lane is called in a row."""
    return {"": NO_LANE} | {name: at for at, name in enumerate(header.ids)}


def row(event: AnyEvent, offset: int, lanes: dict[str, int]) -> tuple[int, float, int, int] | None:
    """The row of an event, None if it is of no kind that is kept."""
    for kind, of in enumerate(KINDS):
        if type(event) is of:
            return offset, event.at, lanes.get(event.lane, OTHER_LANE), kind
    return None


class Kept:
    """The rows up to one place of a log, and the events themselves, read when they are wanted."""

    def __init__(
        self, rows: NDArray[np.void], header: Header, read: Callable[[int], AnyEvent]
    ) -> None:
        """Rows of dtype `ROW`, in the log's order; `read` gives the event at an offset."""
        self._rows = rows
        self._lanes = lane_numbers(header)
        self._read = read

    def events(
        self,
        lane: str | None,
        kinds: Iterable[type[AnyEvent]],
        *,
        since: int = 0,
        most: int | None = None,
    ) -> list[AnyEvent]:
        """The last `most` events of these kinds, of one lane (None: of all and none) from byte
        `since` on; raises `ValueError` where there is no such event."""
        offsets = self._rows["offset"][self._chosen(lane, kinds, since)]
        if most is not None:
            offsets = offsets[max(0, len(offsets) - most) :]
        found = [self._read(int(offset)) for offset in offsets]
        wanted = tuple(kinds)
        if not all(isinstance(event, wanted) for event in found):
            raise ValueError("the log holds other events there")
        return found

    def count(self, lane: str | None, kinds: Iterable[type[AnyEvent]]) -> int:
        """How many events of these kinds there are."""
        return int(self._chosen(lane, kinds, 0).sum())

    def _chosen(
        self, lane: str | None, kinds: Iterable[type[AnyEvent]], since: int
    ) -> NDArray[np.bool_]:
        rows = self._rows
        chosen = np.isin(rows["kind"], [KINDS.index(kind) for kind in kinds])
        if lane is not None:
            chosen &= rows["lane"] == self._lanes[lane]
        if since:
            chosen &= rows["offset"] >= since
        return chosen
