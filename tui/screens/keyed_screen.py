"""What every screen over the main one shares: keys from the table, a footer, help, the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on

from tui.keys.actions import ACTIONS, Action, HasActions
from tui.keys.replay_actions import fitting
from widgets.key_bar import KeyBar, KeyHint
from widgets.selecting import Selecting


class KeyedScreen(Selecting):
    """A screen whose keys are those of a scope of the table of actions."""

    SCOPE: ClassVar[str]
    HINTS: ClassVar[tuple[KeyHint, ...]] = ()
    """What the footer shows; a key in braces is that of an action of the table."""

    @property
    def actions(self) -> tuple[Action, ...]:
        """The table of actions with the keys that they have here."""
        app = self.app
        return app.actions if isinstance(app, HasActions) else ACTIONS

    def key_of(self, action_id: str) -> str:
        """The key of an action, as a person reads it."""
        return next(action.key_text for action in self.actions if action.id == action_id)

    def key_bar(self) -> KeyBar:
        """The footer, with the keys that the person chose."""
        keys = {action.id: action.key_text for action in self.actions}
        hints = fitting(self.HINTS, self.actions)
        self._keys = KeyBar([replace(hint, key=hint.key.format_map(keys)) for hint in hints])
        return self._keys

    _keys: KeyBar | None = None

    def why_idle(self, call: str) -> str:
        """Why what a key of the footer runs can do nothing now, in a sentence; empty if it can."""
        return ""

    def show_keys(self) -> None:
        """Dim the keys of the footer that can do nothing now."""
        if self._keys is not None:
            self._keys.show_idle(self.why_idle)

    async def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def action_help(self) -> None:
        """Keys and words, those of this screen first."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.actions, self.SCOPE))

    @on(KeyBar.Pressed)
    async def _key_clicked(self, message: KeyBar.Pressed) -> None:
        await self.run_action(message.action)
