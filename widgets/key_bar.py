"""The footer: as many of the important keys as fit, most important first; a click presses one.

A key that can do nothing now is dim, and says why when it is pressed all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.message import Message

from .glossary import Word
from .line import Line, Piece, width
from .strip_widget import StripWidget


@dataclass(frozen=True)
class KeyHint:
    """A key and what it does, in a word or two."""

    action: str
    key: str
    label: str
    keep: bool = False
    """Whether it must stay when others give way."""


def key_line(
    hints: Sequence[KeyHint], cells: int, sign: str = "", idle: Collection[str] = ()
) -> tuple[Line, list[tuple[int, int, str]]]:
    """The hints that fit, and (start, end, action) of each; `sign` comes first and always stays.

    The actions in `idle` can do nothing now.
    """
    size = {hint: len(hint.key) + len(hint.label) + 3 for hint in hints}
    shown = list(hints)
    total = sum(size.values()) + (len(sign) + 2 if sign else 0)
    for hint in reversed(hints):
        if total > cells and not hint.keep:
            shown.remove(hint)
            total -= size[hint]
    line: Line = (Piece(f" {sign} ", "error"),) if sign else ()
    places = []
    for hint in shown:
        start = width(line)
        key, label = ("idle", "idle") if hint.action in idle else ("key", "label")
        line = (*line, Piece(f" {hint.key} ", key), Piece(hint.label + " ", label))
        places.append((start, width(line), hint.action))
    return line, places


def word_line(word: Word, cells: int) -> Line:
    """What a word means, in as much as there is room for."""
    name = Piece(f" {word.name}  ", "strong")
    whole = (name, Piece(word.short), Piece(f": {word.full}", "label"))
    return whole if width(whole) <= cells else (name, Piece(word.full))


class KeyBar(StripWidget):
    """The last line of the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"strip--idle"}
    """
    | Class | Description |
    | :- | :- |
    | `strip--idle` | A key that can do nothing now. |
    """
    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; dock: bottom; }
    KeyBar > .strip--idle { color: $foreground 62%; text-style: dim; }
    """
    ALLOW_SELECT = False
    _places: Sequence[tuple[int, int, str]] = ()
    _sign = ""
    _idle: frozenset[str] = frozenset()
    _word: Word | None = None

    class Pressed(Message):
        """The person clicked a key."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, hints: Sequence[KeyHint], *, id: str | None = None) -> None:
        """Initialize a footer with all hints that it may show."""
        super().__init__(id=id)
        self._hints = tuple(hints)

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The one line."""
        if self._word is not None:
            self._places = ()
            return (word_line(self._word, width),)
        line, self._places = key_line(self._hints, width, self._sign, self._idle)
        return (line,)

    def show_idle(self, why_not: Callable[[str], str]) -> int:
        """Dim the keys for whose actions there is a reason why they can do nothing now; how many rows
        that repaints."""
        idle = frozenset(hint.action for hint in self._hints if why_not(hint.action))
        if idle == self._idle:
            return 0
        self._idle = idle
        return self.update_lines()

    def show_word(self, word: Word | None) -> int:
        """Show what a word means in place of the keys, or these again; how many rows that repaints."""
        if word == self._word:
            return 0
        self._word = word
        return self.update_lines()

    def words(self) -> Iterator[Word]:
        """None: its words are keys."""
        return iter(())

    def word_at(self, x: int, y: int) -> Word | None:
        """None: its words are keys."""
        return None

    def show_sign(self, sign: str) -> int:
        """Show before the keys that something goes on, or nothing; how many rows that repaints."""
        if sign == self._sign:
            return 0
        self._sign = sign
        return self.update_lines()

    def on_click(self, event: events.Click) -> None:
        """Press the key under the pointer."""
        for start, end, action in self._places:
            if start <= event.x < end:
                self.post_message(self.Pressed(action))
