"""What stands at the bottom of all screens: it does the actions of the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from tui.keys.actions import APP_ACTIONS, bindings
from tui.screens.followed import FollowsRun
from widgets.pointed_words import PointedWords
from widgets.selecting import Selecting

DONE_BY_APP = APP_ACTIONS | {"new_run", "show_demos"}
"""Actions that the application does, whichever screen has their keys."""


class MainScreen(FollowsRun, PointedWords, Selecting):
    """Shows a run; what each key does is one of `done`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(app=False)]

    SCOPE: ClassVar[str] = "main"
    """Whose rows of the table of actions its keys are."""

    done: dict[str, Callable[[], object]]
    """Action -> what does it here."""

    def show_front(self) -> None:
        """Bring the screen in front up to date; behind a dialog, this one."""
        front = self.app.screen
        (front if isinstance(front, FollowsRun) else self).show_now()

    async def do(self, action_id: str) -> None:
        """Do one of the table's actions, from the palette, by mouse or from another screen."""
        await self.action_do(action_id)

    async def action_do(self, action_id: str, number: int = 0) -> None:
        """Do one of the table's actions; `number` is that of the key, where it has one."""
        if action_id != "next_word":
            self.tell_word(None)
        if action_id in DONE_BY_APP:
            await self.run_action(f"app.{action_id}")
        elif action_id in self.done:
            self.done[action_id]()
        else:
            self.notify("This run has nothing that the key could change or show.", timeout=2)
