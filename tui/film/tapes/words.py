"""The words of a tape: the keys by name, and what can be set."""

from __future__ import annotations

KEYS = {
    "Enter": "enter", "Tab": "tab", "Escape": "escape", "Space": "space", "Backspace": "backspace",
    "Delete": "delete", "Insert": "insert", "Up": "up", "Down": "down", "Left": "left",
    "Right": "right", "PageUp": "pageup", "PageDown": "pagedown", "Home": "home", "End": "end",
    **{f"F{number}": f"f{number}" for number in range(1, 13)},
}  # fmt: skip
"""A tape's name of a key -> Textual's."""
MODIFIERS = {"Ctrl": "ctrl", "Alt": "alt", "Shift": "shift"}
CHARACTERS = {"enter": "\r", "tab": "\t", "space": " "}
"""What a named key types, where it types something."""

COMMANDS = (
    "Set", "Source", "Output", "Require", "Env", "Type", "Sleep", "Wait", "Hide", "Show", "Screenshot",
    "Mark",
)  # fmt: skip
SETTINGS = {
    "Width": "columns, 20 to 400",
    "Height": "rows, 5 to 200",
    "Theme": "a theme of Textual",
    "TypingSpeed": "a time between keys, such as 100ms",
    "Framerate": "frames a second, 1 to 30",
    "Start": "a moment of the run, such as 12s",
    "Speed": "seconds of the run in a second of the tape, 0.1 to 64",
    "Title": "a text",
}
"""What can be set, and to what."""
EARLY = ("Set", "Source", "Output", "Require", "Env")
"""What must stand before the first thing that is done (but for the typing speed)."""


def all_words() -> list[str]:
    """Everything that a line can begin with, for hints."""
    return [*COMMANDS, *KEYS, *(f"{name}+" for name in MODIFIERS)]
