"""What the keys do to the run as a whole: turns, settings of all lanes, marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engines.run.run import Run
    from tui.screens.asking import Asking


class RunCommands:
    """Commands that go to all lanes, or to none."""

    def __init__(self, asking: Asking, run: Run, why_not: Callable[[str], str]) -> None:
        """`why_not` says why an action can do nothing now."""
        self._asking = asking
        self._run = run
        self._why_not = why_not

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Action -> what does it."""
        told = {
            "toggle_schedule": self.toggle_schedule,
            "learning_rate": self.learning_rate,
            "batch_size": self.batch_size,
            "mark": self.mark,
        }
        return {name: self._asking.unless_refused(one) for name, one in told.items()}

    def _cannot(self, action_id: str) -> bool:
        return self._asking.cannot(self._why_not(action_id))

    def toggle_schedule(self) -> None:
        """Turns or free."""
        schedule = "free" if self._run.schedule == "turns" else "turns"
        if self._asking.ask(self._asking.source.set_schedule, schedule):
            meaning = {
                "free": "free: all lanes at once; disturbed samples are left out",
                "turns": "turns: one lane a device at a time",
            }
            self._asking.notify(meaning[schedule], timeout=3)

    def learning_rate(self) -> None:
        """Another learning rate for all lanes."""
        if self._cannot("learning_rate"):
            return
        now = self._run.lanes[self._run.reference].learning_rate

        def given(text: str | None) -> None:
            if not text:
                return
            try:
                rate = float(text)
            except ValueError:
                rate = 0.0
            if not (isfinite(rate) and rate > 0):
                self._asking.notify(
                    f"{text!r} is no learning rate: write a number above 0.", markup=False
                )
                return
            self._change(learning_rate=rate)

        self._ask_setting(f"Learning rate, now {now:g}", "a number above 0, as in 0.01", given)

    def batch_size(self) -> None:
        """Another batch size for all lanes."""
        if self._cannot("batch_size"):
            return
        now = self._run.lanes[self._run.reference].batch_size

        def given(text: str | None) -> None:
            if not text:
                return
            largest = self._run.header.examples
            if not text.isdecimal() or not 0 < int(text) <= (largest or int(text)):
                limit = f"from 1 to {largest}, the training examples" if largest else "above 0"
                self._asking.notify(
                    f"{text!r} is no batch size: a whole number {limit}.", markup=False
                )
                return
            self._change(batch_size=int(text))

        self._ask_setting(f"Batch size, now {now}", "a number; compiled modes recompile", given)

    def _ask_setting(self, title: str, hint: str, given: Callable[[str | None], None]) -> None:
        from tui.screens.ask_text import AskText

        self._asking.push(AskText(title, hint), given)

    def _change(self, learning_rate: float | None = None, batch_size: int | None = None) -> None:
        if self._cannot("batch_size" if learning_rate is None else "learning_rate"):
            return
        change = partial(
            self._asking.source.change_settings, learning_rate=learning_rate, batch_size=batch_size
        )
        self._asking.ask(change)  # an event says after which step

    def mark(self) -> None:
        """A note at this moment of the run."""
        from tui.screens.ask_text import AskText

        def given(text: str | None) -> None:
            if text is not None:
                self._asking.ask(
                    self._asking.source.mark, text or f"mark {len(self._run.marks) + 1}"
                )

        self._asking.push(AskText("Mark", "what to write at this moment"), given)
