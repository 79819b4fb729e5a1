"""Screens on which a word tells itself in the bottom line: the one under the pointer, or the next one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from textual import events
from textual.screen import Screen
from textual.timer import Timer

from .glossary import Word
from .key_bar import KeyBar

SHOWN_SECONDS = 10.0
"""How long the keys give way to a word whose pointer lies still."""


@runtime_checkable
class TellsWords(Protocol):
    """A widget with words on it."""

    def word_at(self, x: int, y: int) -> Word | None:
        """The word at a cell of its content, or the one that a value there belongs to."""

    def words(self) -> Iterator[Word]:
        """All words on it, from the top."""


class PointedWords(Screen[None]):
    """Shows what a word means in place of the keys, for as long as it is pointed at."""

    _word: Word | None = None
    _gone: Timer | None = None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell the word under the pointer; none while something is dragged."""
        if event.button:
            return
        x, y = int(event.screen_x), int(event.screen_y)
        under, _ = self.get_widget_at(x, y)
        word = None
        if isinstance(under, TellsWords):
            content = under.content_region  # type: ignore[attr-defined]
            if content.contains(x, y):
                word = under.word_at(x - content.x, y - content.y)
        self.tell_word(word)

    def tell_word(self, word: Word | None) -> None:
        """Show what a word means, or the keys again."""
        if word == self._word:
            return
        if self._gone is not None:
            self._gone.stop()
            self._gone = None
        self._word = word
        if word is not None:
            self._gone = self.set_timer(SHOWN_SECONDS, lambda: self.tell_word(None))
        for keys in self.query(KeyBar):
            keys.show_word(word)

    def next_word(self) -> None:
        """Tell the word on the screen that comes after the one that is told."""
        parts = sorted(
            (one for one in self.query("*") if isinstance(one, TellsWords) and one.display),
            key=lambda one: (one.region.y, one.region.x),
        )
        words = list(dict.fromkeys(word for part in parts for word in part.words()))
        if words:
            at = words.index(self._word) + 1 if self._word in words else 0
            self.tell_word(words[at % len(words)])
