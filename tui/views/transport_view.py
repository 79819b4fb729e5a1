"""From a replay to what its transport bar shows: pure, plain view data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.events import (
    AnyEvent,
    Compiled,
    CompileFailed,
    Crashed,
    Marked,
    ModeChanged,
    SettingsChanged,
)
from widgets.transport_bar import TransportView

if TYPE_CHECKING:
    from tui.sources.transport import Transport

LETTERS: dict[type[AnyEvent], str] = {
    Compiled: "c",
    CompileFailed: "f",
    ModeChanged: "m",
    SettingsChanged: "s",
    Crashed: "!",
    Marked: "*",
}
MOST = 2000
"""Cells that a screen is never wider than; more marks than that cannot be told apart."""


def transport_view(replay: Transport, lane: str, marker: str, accent: int) -> TransportView:
    """Where the replay is, told by the steps of one lane."""
    if replay.seeking:
        state = "seeking"
    elif replay.at_end:
        state = "at end"
    else:
        state = "playing" if replay.playing else "paused"
    damage = replay.damage
    return TransportView(
        state=state,
        at=replay.position,
        total=replay.total,
        speed=replay.speed,
        step=replay.step(lane),
        marker=marker,
        accent=accent,
        marks=marks(replay),
        indexed=replay.indexed,
        sought=replay.sought,
        damage=damage.reason if damage else "",
    )


def marks(replay: Transport) -> tuple[tuple[float, str], ...]:
    """When what happened, each letter once for each cell that the widest screen has."""
    return replay.letters(LETTERS, MOST)
