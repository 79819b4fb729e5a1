"""What is live on each screen: its own rows of the table of actions, and those that it shares."""

from __future__ import annotations

from textual.binding import Binding

from tui.keys.actions import ACTIONS, APP_ACTIONS, Action

READING = {
    "scroll_up": "scroll(-1)",
    "scroll_down": "scroll(1)",
    "page_up": "page(-1)",
    "page_down": "page(1)",
    "to_begin": "edge(-1)",
    "to_end": "edge(1)",
}
PAGER = {"pager_up": "scroll(-1)", "pager_down": "scroll(1)", "pager_page": "page(1)"}
SUB_SCREENS = {
    "back": "back",
    "next_lane": "neighbour(1)",
    "previous_lane": "neighbour(-1)",
    "cursor_right": "neighbour(1)",
    "cursor_left": "neighbour(-1)",
    "select_lane": "lane({})",
    **{
        action_id: f"forward('{action_id}')"
        for action_id in (
            *("toggle_compile", "choose_mode", "alternate", "pause", "restart", "choose_device"),
        )
    },
    "help": "help",
}
"""What the screens with more of the run share, on the lane that is selected."""
SHARED: dict[str, dict[str, str]] = {
    "code": {"back": "back", "show_code": "back", "help": "help", **READING, **PAGER},
    "log": {"back": "back", "show_log": "back", "help": "help", **READING, **PAGER},
    "detail": {**SUB_SCREENS, "lane_detail": "back", "show_devices": "devices", **READING},
    "devices": {**SUB_SCREENS, "show_devices": "back", "lane_detail": "lane_detail", **READING},
    "demos": {
        action_id: f"do('{action_id}')"
        for action_id in ("back", "help", "show_log", "pause", "page_up", "page_down")
    },
    "form": {"back": "back"},
    "help": {"back": "dismiss", "help": "dismiss", "quit": "dismiss", **READING, **PAGER},
}
"""Screen -> actions of other scopes that live there too, and what they run there."""
TITLES = {
    "code": "The training loops",
    "log": "The log",
    "detail": "Lane detail",
    "devices": "Devices",
    "demos": "Debugging demos",
    "form": "New run",
    "help": "Keys and words",
}
"""Screen -> how help calls it."""


def calls(scope: str) -> dict[str, str]:
    """Action -> what its keys run on that screen; the application's own are left out."""
    if scope == "main":
        return {
            action.id: action.call or action.id
            for action in ACTIONS
            if action.scope == "main" and action.id not in APP_ACTIONS
        }
    own = {action.id: action.call for action in ACTIONS if action.scope == scope}
    return own | SHARED[scope]


def live(scope: str, actions: tuple[Action, ...] = ACTIONS) -> tuple[Action, ...]:
    """All actions whose keys work on that screen, its own first, the application's last."""
    here = calls(scope)
    apps = APP_ACTIONS - set(here)
    return (
        *(action for action in actions if action.id in here and action.scope == scope),
        *(action for action in actions if action.id in here and action.scope != scope),
        *(action for action in actions if action.id in apps),
    )


def together(one: Action, other: Action) -> bool:
    """Whether two actions are live on the same screen, so that a key can mean one of them only."""
    # A replay's keys live on the main screen, beside its own.
    main = {*live("main"), *(action for action in ACTIONS if action.scope == "replay")}
    return any({one, other} <= here for here in (main, *map(set, map(live, SHARED))))


def screen_bindings(scope: str) -> list[Binding]:
    """The bindings of a screen over the main one, remappable by the ids of their actions."""
    here = calls(scope)
    return [
        binding
        for action in ACTIONS
        if action.id in here
        for binding in action.bindings(here[action.id])
    ]
