"""From a tape's text to a `Tape`; an error names the line, what was expected, and the nearest word."""

from __future__ import annotations

import re
import shutil
import warnings
from dataclasses import replace
from pathlib import Path

from textual.theme import BUILTIN_THEMES

from engines.errors import RunError, UsageError
from tui.film.pictures.still import FORMATS
from tui.film.tapes.tape import (
    Act,
    Hide,
    LeaveMarker,
    Press,
    Screenshot,
    Settings,
    Show,
    Sleep,
    Tape,
    Wait,
)
from tui.film.tapes.values import Wrong, near, one_number, one_time, one_word, tokens
from tui.film.tapes.words import CHARACTERS, EARLY, KEYS, MODIFIERS, SETTINGS, all_words

WAIT_SECONDS = 15.0
"""How long Wait waits, unless it says."""
OUTPUTS = (".cast", ".gif")
LONGEST = 1_000_000
"""Bytes of a tape; what has more, or no end, is something else."""


def load_tape(path: Path) -> Tape:
    """Read a tape.

    Raises:
        RunError: If the file cannot be read, or a program that it requires is missing.
        UsageError: If it is no tape; the sentence names the line.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no tape: it is no UTF-8 text.") from error
    if len(content) > LONGEST:
        raise UsageError(f"{path} is no tape: it has more than {LONGEST:,} bytes.")
    return parse_tape(text, path)


def parse_tape(text: str, path: Path) -> Tape:
    """The tape that a text is; files are named relative to the folder of `path`. Raises as above."""
    reader = _Reader(path.parent)
    for number, line in enumerate(text.splitlines(), 1):
        try:
            reader.line(number, line)
        except Wrong as wrong:
            raise UsageError(f"{path.name} line {number}: {wrong}.") from None
    if reader.source is None:
        raise UsageError(f"{path.name} names no run: add a line such as  Source race.fwdash.jsonl")
    for program, number in reader.required:
        if shutil.which(program) is None:
            raise RunError(f"{path.name} line {number}: {program} is required, and is not on PATH.")
    return Tape(
        path, reader.source, reader.settings, tuple(reader.outputs), tuple(reader.env),
        tuple(reader.acts),
    )  # fmt: skip


class _Reader:
    """What the lines so far came to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings()
        self.source: Path | None = None
        self.outputs: list[Path] = []
        self.env: list[tuple[str, str]] = []
        self.required: list[tuple[str, int]] = []
        self.acts: list[Act] = []
        self.written: dict[Path, int] = {}
        """The files that the tape writes, and the line that says so."""
        self.number = 0

    def line(self, number: int, line: str) -> None:
        """Take in a line, which may hold several commands as in vhs."""
        self.number = number
        words = [token for token in tokens(line) if not token.isspace() and token[0] != "#"]
        while words:
            self._command(words)

    def _command(self, words: list[str]) -> None:
        head = words.pop(0)
        name, _, at = head.partition("@")
        if name in EARLY and self.acts and not (name == "Set" and words[:1] == ["TypingSpeed"]):
            raise Wrong(f"{name} must stand before the first thing that is done")
        match name:
            case "Set":
                self._set(words)
            case "Source":
                self.source = self._file("a run log", words)
                if self.source.suffix == ".tape":
                    raise Wrong(
                        "Source names the run log that the tape plays over, not another tape"
                    )
            case "Output":
                self.outputs.append(self._file("a file", words, OUTPUTS))
            case "Require":
                self.required.append((one_word("the name of a program", words), self.number))
            case "Env":
                self._env(words)
            case "Type":
                seconds = one_time(at, "Type@") if at else self.settings.typing_seconds
                for character in one_word("a text in quotes", words):
                    press = Press(self.number, character, seconds, character=character)
                    self.acts.append(press)
            case "Sleep":
                self.acts.append(
                    Sleep(self.number, one_time(one_word("a time such as 500ms", words)))
                )
            case "Wait" | "Wait+Screen":
                self._wait(at, words)
            case "Hide":
                self.acts.append(Hide(self.number))
            case "Show":
                self.acts.append(Show(self.number))
            case "Screenshot":
                self.acts.append(Screenshot(self.number, self._file("a file", words, FORMATS)))
            case "Mark":
                self.acts.append(LeaveMarker(self.number, one_word("a text in quotes", words)))
            case _:
                self._key(name, at, words)

    def _set(self, words: list[str]) -> None:
        name = one_word("what to set", words)
        if name not in SETTINGS:
            raise Wrong(f"there is no setting {name!r}; {near(name, SETTINGS)}")
        value = one_word(SETTINGS[name], words)
        change: dict[str, object] = {}
        match name:
            case "Width":
                change["columns"] = int(one_number(value, 20, 400, SETTINGS[name], whole=True))
            case "Height":
                change["rows"] = int(one_number(value, 5, 200, SETTINGS[name], whole=True))
            case "Framerate":
                change["framerate"] = one_number(value, 1, 30, SETTINGS[name])
            case "Speed":
                change["speed"] = one_number(value, 0.1, 64, SETTINGS[name])
            case "TypingSpeed":
                change["typing_seconds"] = one_time(value)
            case "Start":
                change["start_seconds"] = one_time(value)
            case "Title":
                change["title"] = value
            case _:
                if value not in BUILTIN_THEMES:
                    raise Wrong(f"there is no theme {value!r}; {near(value, BUILTIN_THEMES)}")
                change["theme"] = value
        self.settings = replace(self.settings, **change)  # type: ignore[arg-type]

    def _env(self, words: list[str]) -> None:
        variable, value = one_word("a name", words), one_word("a value", words)
        if not variable or "=" in variable or "\0" in variable + value:
            raise Wrong(f"{variable!r} cannot be set to {value!r} in an environment")
        self.env.append((variable, value))

    def _wait(self, at: str, words: list[str]) -> None:
        pattern = words.pop(0) if words else ""
        if len(pattern) < 3 or pattern[0] != "/" or pattern[-1] != "/":
            raise Wrong("Wait expects a pattern between slashes, such as  Wait /training/")
        if words and words[0].startswith("@"):
            at = words.pop(0)[1:]
        try:
            with warnings.catch_warnings(action="ignore"):
                compiled = re.compile(pattern[1:-1].replace("\\/", "/"))
        except (re.error, OverflowError) as error:
            raise Wrong(f"{pattern} is no pattern: {error}") from None
        except RecursionError:
            raise Wrong("this pattern has too many brackets within brackets") from None
        self.acts.append(Wait(self.number, compiled, one_time(at, "Wait@") if at else WAIT_SECONDS))

    def _key(self, name: str, at: str, words: list[str]) -> None:
        *modifiers, key = (
            name.split("+") if not name.endswith("++") else [*name[:-2].split("+"), "+"]
        )
        for modifier in modifiers:
            if modifier not in MODIFIERS:
                raise Wrong(f"{modifier!r} is no modifier; {near(modifier, MODIFIERS)}")
        if key in KEYS:
            textual = KEYS[key]
        elif modifiers and len(key) == 1:
            textual = key if modifiers == ["Shift"] else key.lower()
        else:
            raise Wrong(f"there is no command or key {name!r}; {near(name, all_words())}")
        character = None if modifiers else CHARACTERS.get(textual)
        if modifiers == ["Shift"] and len(key) == 1:
            textual = character = key.upper()
            modifiers = []
        times = 1
        if words and words[0].isdecimal():
            times = int(words.pop(0))
            if not 1 <= times <= 1000:
                raise Wrong(f"a key is pressed 1 to 1000 times, not {times}")
        full = "+".join([*(MODIFIERS[modifier] for modifier in sorted(modifiers)), textual])
        seconds = one_time(at, f"{name}@") if at else self.settings.typing_seconds
        self.acts.append(Press(self.number, full, seconds, times, character))

    def _file(self, what: str, words: list[str], endings: tuple[str, ...] = ()) -> Path:
        name = one_word(what, words)
        try:
            path = self.folder / Path(name).expanduser()
        except RuntimeError:
            raise Wrong(f"{name!r} names the home of nobody who is known here") from None
        if "\0" in name:
            raise Wrong(f"{name!r} is no name of a file")
        if endings and path.suffix.lower() not in endings:
            raise Wrong(f"{name!r} must end in {' or '.join(endings)}")
        if (
            endings
            and (line := self.written.setdefault(path.absolute(), self.number)) != self.number
        ):
            raise Wrong(f"{name!r} is written by line {line} already")
        return path
