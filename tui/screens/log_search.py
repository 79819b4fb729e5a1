"""Looking for something in the log: the line to write on, and from one place to the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Protocol

from textual.widgets import Input

from tui.views.log_tail import LogChoice


class LogPage(Protocol):
    """What the search needs of the screen with the lines."""

    @property
    def line(self) -> Input:
        """Where to write what is sought."""
        ...

    @property
    def last_in_sight(self) -> int:
        """The number of the last line in sight."""
        ...

    def reveal(self, number: int) -> None:
        """Bring a line into sight and hold there."""
        ...

    def show_choice(self) -> None:
        """Show what is chosen now."""
        ...

    def why_idle(self, call: str) -> str:
        """Why a key can do nothing now."""
        ...


class LogSearch:
    """What is sought among the lines that are chosen, and the line that it has come to."""

    def __init__(self, choice: LogChoice, page: LogPage, notify: Callable[..., None]) -> None:
        self.choice = choice
        self._page = page
        self._notify = notify
        self.stand: int | None = None
        """The number of the line."""
        self._before = ""

    def begin(self) -> None:
        """Begin to write what is sought."""
        self._before = self.choice.sought
        self._page.line.display = True
        self._page.line.focus()

    def stop(self) -> bool:
        """Put the line away and seek what was sought before; whether it was there."""
        if not self._page.line.display:
            return False
        self._page.line.display = False
        self._page.line.screen.set_focus(None)
        self._page.line.value = self._before
        self.seek(self._before)
        return True

    def end(self, text: str) -> None:
        """Go to the newest line that has it."""
        self._before = text
        self.stop()
        found = self.choice.found
        if found:
            self._go(found[max(0, bisect_right(found, self._page.last_in_sight) - 1)])
        elif text:
            self._notify(f"{text!r} is in none of these lines.", timeout=2, markup=False)

    def seek(self, text: str) -> None:
        """Seek what is written so far."""
        if text != self.choice.sought:
            self.stand = None
            self.choice.choose(sought=text)
            self._page.show_choice()

    def why_none(self, key: str) -> str:
        """Why there is no next line to go to: none was sought (with `key`), or none found."""
        if self.choice.found:
            return ""
        sought = self.choice.sought
        return f"{sought!r} is in none of these lines." if sought else f"Seek with {key} first."

    def find(self, by: int) -> None:
        """The next line, or the one before, that has what is sought."""
        found = self.choice.found
        if why := self._page.why_idle("find(1)"):
            self._notify(why, timeout=2, markup=False)
            return
        start = self._page.last_in_sight if self.stand is None else self.stand
        at = bisect_right(found, start) if by > 0 else bisect_left(found, start) - 1
        if not 0 <= at < len(found):
            self._notify("round the end of the log", timeout=1.5)
        self._go(found[at % len(found)])

    def _go(self, number: int) -> None:
        self.stand = number
        self._page.reveal(number)
