"""`config.toml`: what a person set; a bad line is named in a sentence and its default kept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs
from textual.theme import BUILTIN_THEMES

from engines.slip import meant
from tui.keys.actions import ACTIONS
from tui.keys.keymap import keys_of, refusal
from tui.keys.scopes import together

SETTINGS = ("theme", "smoothing", "log_y", "cast_version")
FEW = 30
"""So many names a sentence may list."""
_HEADER = re.compile(r"\s*\[+([^\]=]+)\]+\s*(#.*)?$")
_ASSIGNED = re.compile(r"""\s*([\w\s."'-]+?)\s*=""")


@dataclass(frozen=True)
class Config:
    """What is set, and what was wrong with the file."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Action -> its keys, separated by commas."""
    theme: str = ""
    smoothing: float = 0.6
    log_y: bool = True
    cast_version: int = 2
    """The asciicast format of recordings."""
    problems: tuple[str, ...] = ()


def config_path() -> Path:
    """Where the file is, whether it exists or not."""
    return platformdirs.user_config_path("fwdash") / "config.toml"


def load_config() -> Config:
    """The configuration of this person; never raises."""
    path = config_path()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Config()
    except OSError as error:
        return Config(problems=(f"{path} cannot be read: {error.strerror}.",))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Config(problems=(_sentence(line, "this is no UTF-8; all of the file is left out"),))
    return read_config(text)


def read_config(text: str) -> Config:
    """The configuration that a file's text comes to."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(found[1]) if found else max(1, len(text.splitlines()))
        why = str(error).partition(" (at ")[0]
        return Config(problems=(_sentence(line, f"{why}; all of the file is left out"),))
    problems: list[tuple[int, str]] = []
    chosen = table.pop("keys", {})
    if not isinstance(chosen, dict):
        problems.append((line_of(text, "keys"), "keys is a section: write [keys]"))
        chosen = {}
    set_here: dict[str, Any] = {}
    for name, value in table.items():
        problem = _setting_problem(name, value)
        if problem:
            problems.append((line_of(text, name), problem))
        else:
            set_here[name] = value
    keys: dict[str, str] = {}
    for name, value in chosen.items():
        problem = _key_problem(name, value)
        if problem:
            problems.append((line_of(text, "keys", name), problem))
        else:
            keys[name] = ",".join(key.strip() for key in value.split(","))
    for name, problem in _clashes(keys, lambda action: line_of(text, "keys", action)):
        problems.append((line_of(text, "keys", name), problem))
    told = tuple(_sentence(line, problem) for line, problem in sorted(problems))
    return Config(keys=keys, problems=told, **set_here)


def line_of(text: str, *path: str) -> int:
    """The line, counted from 1, in which a setting stands, or else its section."""
    section: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            section = _parts(header[1])
            if section == path:
                return number
        elif (assigned := _ASSIGNED.match(line)) and section + _parts(assigned[1]) == path:
            return number
    return line_of(text, *path[:-1]) if len(path) > 1 else 1


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in name.split("."))


def _sentence(line: int, problem: str) -> str:
    return f"config.toml line {line}: {problem}."


def _setting_problem(name: str, value: object) -> str:
    """What is wrong with a setting outside of [keys]; empty if nothing is."""
    if name not in SETTINGS:
        if isinstance(value, dict):
            return f"there is no section [{name}], only [keys]"
        return f"there is no setting {name!r}{_close(name, SETTINGS)}"
    if name == "log_y" and not isinstance(value, bool):
        return f"log_y is true or false, not {value!r}"
    if name == "cast_version" and (value not in (2, 3) or isinstance(value, (bool, float))):
        return f"cast_version is 2 or 3, not {value!r}"
    if name == "smoothing":
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or not 0 <= value < 1:  # type: ignore[operator]
            return f"smoothing is a number from 0 up to, but not, 1, not {value!r}"
    if name == "theme":
        if not isinstance(value, str):
            return f"theme is a name in quotes, not {value!r}"
        if value not in BUILTIN_THEMES:
            return f"there is no theme {value!r}{_close(value, BUILTIN_THEMES)}"
    return ""


def _key_problem(name: str, value: object) -> str:
    """What is wrong with a line of [keys] by itself; empty if nothing is."""
    action = next((action for action in ACTIONS if action.id == name), None)
    if action is None:
        if name in SETTINGS:
            return f"{name} stands in [keys]: put it above that line"
        return f"there is no action {name!r}{_close(name, [one.id for one in ACTIONS])}"
    if not isinstance(value, str):
        return f"the key of {name} is a text in quotes, not {value!r}"
    return refusal(action, ",".join(key.strip() for key in value.split(",")))


def _clashes(keys: dict[str, str], place: Callable[[str], int]) -> Iterator[tuple[str, str]]:
    """Take out of `keys` what would give one key two actions, the later line first."""
    while True:
        later = sorted(keys, key=place, reverse=True)
        for name in later:
            action = next(one for one in ACTIONS if one.id == name)
            mine = set(keys_of(action, keys))
            other = next(
                (
                    one
                    for one in ACTIONS
                    if one is not action and mine & {*keys_of(one, keys)} and together(action, one)
                ),
                None,
            )
            if other is not None:
                key = min(mine & {*keys_of(other, keys)})
                del keys[name]
                yield name, f"{key!r} cannot be the key of {name}, it is that of {other.id}"
                break
        else:
            return


def _close(name: str, known: Iterable[str]) -> str:
    """The word that was meant, or all that there are where a sentence holds them."""
    names = list(known)
    near = meant(name, names)
    if near is None:
        return f"; there are {', '.join(names)}" if len(names) <= FEW else ""
    return f", perhaps {near!r}"
