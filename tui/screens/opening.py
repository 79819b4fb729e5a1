"""The screens that show more of the run, opened over the main one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from tui.screens.selection import CHART

if TYPE_CHECKING:
    from tui.keys.actions import Action
    from tui.screens.lane_commands import LaneCommands
    from tui.views.log_tail import LogTail


class Opening:
    """Opens each screen with what it needs, and no more."""

    def __init__(
        self,
        commands: LaneCommands,
        log_tail: LogTail,
        actions: tuple[Action, ...],
        do: Callable[[str], Awaitable[None]],
    ) -> None:
        """`do` does one of the main screen's actions, for the keys that other screens share."""
        self._commands = commands
        self._selection = commands.selection
        self._push = commands.asking.push
        self._log_tail = log_tail
        self._actions = actions
        self._do = do

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Action -> what does it."""
        return {
            "lane_detail": self.lane_detail,
            "show_devices": self.devices,
            "show_log": self.log,
            "show_code": self.code,
            "help": self.help,
        }

    def lane_detail(self) -> None:
        """All that is known of the selected lane."""
        from tui.screens.lane_detail import LaneDetailScreen

        self._push(LaneDetailScreen(self._commands, self._do))

    def devices(self) -> None:
        """GPUs and CPU, and the lanes on them."""
        from tui.screens.devices import DevicesScreen

        self._push(DevicesScreen(self._commands, self._do))

    def log(self) -> None:
        """What the workers print."""
        from tui.screens.log import LogScreen

        self._push(LogScreen(self._log_tail, self._selection.markers, self._commands.run.accents))

    def code(self) -> None:
        """The training loops that run."""
        from tui.screens.code import CodeScreen

        self._push(CodeScreen(self._commands.run, self._selection.markers))

    def help(self) -> None:
        """Keys and words."""
        from tui.screens.help import HelpScreen

        first = "Chart" if self._selection.spot == CHART else "Lane"
        if any(action.group == "Replay" for action in self._actions):
            # Commands to a lane can do nothing in it.
            first = "Replay"
        self._push(HelpScreen(self._actions, first=first))
