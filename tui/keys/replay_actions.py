"""Which actions a replay offers, which a run that is only watched, and which a run of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.keys.actions import Action
from widgets.key_bar import KeyHint

COMMANDS = frozenset(
    {
        "toggle_compile", "toggle_compile_all", "choose_mode", "alternate", "pause_all", "restart",
        "choose_device", "toggle_schedule", "learning_rate", "batch_size", "mark",
    }
)  # fmt: skip
"""What only a live run can be told; the footer of one that is watched has no room for it."""


def offered(
    actions: tuple[Action, ...], *, replay: bool = False, commands: bool = True
) -> tuple[Action, ...]:
    """The table as help, footer and palette show it; `commands`: whether the footer names those that
    tell the run something."""
    if not replay:
        live = tuple(action for action in actions if action.scope != "replay")
        return live if commands else _without(live, COMMANDS | {"pause"})
    play = [_play(action) for action in actions if action.id == "pause"]
    ours = [action for action in actions if action.scope == "replay"]
    rest = [action for action in actions if action.scope != "replay" and action.id != "pause"]
    return (*play, *ours, *_without(rest, COMMANDS))


def fitting(hints: Sequence[KeyHint], actions: tuple[Action, ...]) -> list[KeyHint]:
    """The hints of a screen's footer; in a replay without those that tell the run something."""
    if not any(action.scope == "replay" for action in actions):
        return list(hints)
    called = {f"forward('{action_id}')" for action_id in COMMANDS} | {"move_here"}
    play = "forward('pause')"
    return [
        replace(hint, label="play") if hint.action == play else hint
        for hint in hints
        if hint.action not in called
    ]


def _play(pause: Action) -> Action:
    """The key that pauses a lane plays a replay."""
    return replace(
        pause,
        description="Play or pause",
        group="Replay",
        tooltip="At the end it begins again",
        label="play",
    )


def _without(actions: Sequence[Action], hidden: frozenset[str]) -> tuple[Action, ...]:
    """Out of the footer with some; their keys stay, and say why not."""
    return tuple(replace(one, footer=one.footer and one.id not in hidden) for one in actions)
