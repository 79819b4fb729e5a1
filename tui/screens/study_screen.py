"""What screens over a study share: a run, its output, what moves a replay, and the keys below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on

from tui.keys.actions import Action
from tui.screens.main_screen import MainScreen
from tui.sources.transport import SEEK
from tui.views.race_view import markers
from widgets.key_bar import KeyBar, KeyHint

if TYPE_CHECKING:
    from engines.run.run import Run
    from tui.sources.source import Source
    from tui.views.log_tail import LogTail


class StudyScreen(MainScreen):
    """Shows a `Run` that measures a study; which part of it, each screen decides."""

    def __init__(
        self, source: Source, run: Run, log_tail: LogTail, actions: tuple[Action, ...]
    ) -> None:
        """Initialize for a run, where it comes from, its output, and the keys that there are."""
        super().__init__()
        self.source = source
        self.known = run
        self._log_tail = log_tail
        self._actions = actions
        self._shown: tuple[int, int] | None = None
        """The moves of a replay, and the revision, that the screen shows."""
        self.done = {
            "show_log": self._log,
            "help": self._help,
            "back": lambda: self.notify("This is the main screen: q quits.", timeout=2),
            **self._moves(),
        }

    def key_bar(self) -> KeyBar:
        """The keys of what can be done here, those of a screen with keys of its own first."""
        here = {*self.done, "quit"}
        shown = [one for one in self._actions if one.id in here and one.label]
        shown.sort(key=lambda one: self.SCOPE not in ("main", one.scope))
        return KeyBar([KeyHint(one.id, one.key_text, one.label, one.keep) for one in shown])

    def _moves(self) -> dict[str, Callable[[], object]]:
        """What moves a replay; steps of a lane there are none."""
        replay = self.source.transport
        if replay is None:
            return {}
        return {
            "pause": replay.play_or_pause,
            "replay_begin": lambda: replay.to_time(0.0),
            "replay_end": lambda: replay.to_time(replay.total),
            "seek_forward": lambda: replay.by_time(SEEK),
            "seek_back": lambda: replay.by_time(-SEEK),
            "faster": lambda: replay.faster(1),
            "slower": lambda: replay.faster(-1),
        }

    def _letters(self) -> dict[str, str]:
        """The cells whose output the log shows, each with its letter."""
        return markers(tuple(self.known.cells))

    def _log(self) -> None:
        """What the workers print."""
        from tui.screens.log import LogScreen

        letters = self._letters()
        accents = {one: accent for one, accent in self.known.accents.items() if one in letters}
        self.app.push_screen(LogScreen(self._log_tail, letters, accents))

    def _help(self) -> None:
        """Keys and words, those of this screen first."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._actions, self.SCOPE))

    @on(KeyBar.Pressed)
    async def _pressed(self, message: KeyBar.Pressed) -> None:
        await self.do(message.action)
