"""Keys that a person chose: the table of actions with them, and Textual's keymap for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.keys import Keys, key_to_character

from tui.keys.actions import ACTIONS, APP_ACTIONS, Action

ALWAYS = ("ctrl+c", "ctrl+q")
"""A way out is never lost."""
MODIFIERS = {"ctrl", "alt", "shift", "super", "meta", "hyper"}
NAMED = {key.value for key in Keys}


def canonical(key: str) -> str:
    """One spelling a key: `?` for `question_mark` too."""
    return key_to_character(key) or key


def printable(key: str) -> bool:
    """Whether the key writes something in a line of text."""
    spelled = canonical(key)
    return len(spelled) == 1 and spelled.isprintable()


def known_key(key: str) -> bool:
    """Whether a terminal can send such a key."""
    *modifiers, base = key.split("+") if len(key) > 1 else [key]
    if not base or not set(modifiers) <= MODIFIERS or (modifiers == ["shift"] and len(base) == 1):
        return False
    if len(base) == 1:
        return base.isprintable() and not base.isspace() and not (modifiers and base.isupper())
    # Names of characters are Unicode's, but no keyboard has most of them.
    return base in NAMED or (key_to_character(base) or "\u0100").isascii()


def keys_of(action: Action, chosen: Mapping[str, str]) -> tuple[str, ...]:
    """All keys that do an action, in one spelling."""
    own = action.key.split(",")
    if action.id not in chosen:
        return tuple(map(canonical, own))
    kept = [key for key in own if key in ALWAYS]
    return tuple(dict.fromkeys(map(canonical, [*chosen[action.id].split(","), *kept])))


def remapped(chosen: Mapping[str, str]) -> tuple[Action, ...]:
    """The table of actions with the chosen keys in it."""
    return tuple(
        replace(action, key=",".join(keys_of(action, chosen)), shown=_shown(chosen[action.id]))
        if action.id in chosen
        else action
        for action in ACTIONS
    )


def _shown(keys: str) -> str:
    spelled = [key if key == "space" else canonical(key) for key in keys.split(",")]
    return " ".join(spelled).replace("ctrl+", "^")


def keymap(chosen: Mapping[str, str]) -> dict[str, str]:
    """Binding id -> keys, for `App.set_keymap`."""
    made = {}
    for action in ACTIONS:
        if action.id not in chosen:
            continue
        own = action.key.split(",")
        new = chosen[action.id].split(",")
        if len(own) == 1:
            made[action.id] = ",".join([*new, *(key for key in own if key in ALWAYS)])
            continue
        for number, key in enumerate(own, 1):
            if key not in ALWAYS:
                one_each = "{}" in action.call
                made[f"{action.id}.{number}"] = new[number - 1] if one_each else ",".join(new)
    return made


def refusal(action: Action, keys: str) -> str:
    """Why an action cannot have these keys; empty if it can."""
    for key in keys.split(","):
        if not known_key(key):
            return f"{key!r} is no key: write one as in 'k', 'f5', 'ctrl+k'"
    if "{}" in action.call and len(keys.split(",")) != len(action.key.split(",")):
        return f"{action.id} needs 6 keys, as in '1,2,3,4,5,6'"
    # Textual looks at the application's own control keys before a line of text gets the key.
    alone = action.id in APP_ACTIONS and action.key.startswith("ctrl+") and "," not in action.key
    if alone and any(map(printable, keys.split(","))):
        return f"{action.id} works while you write too: its key cannot be a character"
    return ""
