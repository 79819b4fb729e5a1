"""Looking for something in the log: the line to write on, and from one place to the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from textual import on
from textual.widgets import Input

from tui.screens.keyed_screen import KeyedScreen
from tui.views.log_tail import LogChoice


class LogSearch(KeyedScreen):
    """The half of the log screen that searches; `stand` is the line that it has come to."""

    choice: LogChoice
    stand: int | None = None
    """The number of the line."""
    _before = ""

    def reveal(self, number: int) -> None:
        """Bring a line into sight and hold there."""
        raise NotImplementedError

    def show_choice(self) -> None:
        """Show what is chosen now."""
        raise NotImplementedError

    @property
    def last_in_sight(self) -> int:
        """The number of the last line in sight."""
        raise NotImplementedError

    @property
    def line(self) -> Input:
        """Where to write what is sought."""
        return self.query_one("#seek", Input)

    def action_seek(self) -> None:
        """Begin to write what is sought."""
        self._before = self.choice.sought
        self.line.display = True
        self.line.focus()

    def stop_seeking(self) -> bool:
        """Put the line away and seek what was sought before; whether it was there."""
        if not self.line.display:
            return False
        self.line.display = False
        self.set_focus(None)
        self.line.value = self._before
        self._seek(self._before)
        return True

    @on(Input.Changed, "#seek")
    def _changed(self, event: Input.Changed) -> None:
        self._seek(event.value)

    @on(Input.Submitted, "#seek")
    def _submitted(self, event: Input.Submitted) -> None:
        self._before = event.value
        self.stop_seeking()
        found = self.choice.found
        if found:
            self._go(found[max(0, bisect_right(found, self.last_in_sight) - 1)])
        elif event.value:
            self.notify(f"{event.value!r} is in none of these lines.", timeout=2, markup=False)

    def _seek(self, text: str) -> None:
        if text != self.choice.sought:
            self.stand = None
            self.choice.choose(sought=text)
            self.show_choice()

    def why_idle(self, call: str) -> str:
        """Why there is no next line to go to: none was sought, or none found."""
        if call != "find(1)" or self.choice.found:
            return super().why_idle(call)
        sought = self.choice.sought
        if sought:
            return f"{sought!r} is in none of these lines."
        return f"Seek with {self.key_of('log_search')} first."

    def action_find(self, by: int) -> None:
        """The next line, or the one before, that has what is sought."""
        found = self.choice.found
        if why := self.why_idle("find(1)"):
            self.notify(why, timeout=2, markup=False)
            return
        start = self.last_in_sight if self.stand is None else self.stand
        at = bisect_right(found, start) if by > 0 else bisect_left(found, start) - 1
        if not 0 <= at < len(found):
            self.notify("round the end of the log", timeout=1.5)
        self._go(found[at % len(found)])

    def _go(self, number: int) -> None:
        self.stand = number
        self.reveal(number)
