"""What screens over the main one share: its lanes and keys, and the tick that keeps them live."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from tui.screens.followed import FollowsRun
from tui.screens.keyed_screen import KeyedScreen
from tui.views.race_view import lane_view
from widgets.pointed_words import PointedWords
from widgets.run_lines import LaneTabs

if TYPE_CHECKING:
    from engines.run.lane_state import LaneState
    from tui.screens.lane_commands import LaneCommands
    from widgets.lane_view import LaneView


class SubScreen(FollowsRun, PointedWords, KeyedScreen):
    """Shows more of the run that the main screen shows; esc goes back to it."""

    LOOKS: ClassVar[float] = 1.0
    """Times a second that figures which always change are looked at."""

    def __init__(self, commands: LaneCommands, do: Callable[[str], Awaitable[None]]) -> None:
        """Initialize for a run and its selection; `do` does one of the main screen's actions."""
        super().__init__()
        self.commands = commands
        self.source = commands.asking.source
        self.known = commands.run
        self.selection = commands.selection
        self.do = do
        self._ready = False

    def compose(self) -> ComposeResult:
        """The lanes' tabs, the screen's own parts, and the keys."""
        yield LaneTabs()
        yield from self.parts()
        yield self.key_bar()

    def parts(self) -> ComposeResult:
        """What stands between tabs and keys."""
        yield from ()

    def show_parts(self, now: float) -> None:
        """Bring the parts up to date; called at most `LOOKS` times a second, or at a change."""

    def on_mount(self) -> None:
        """Begin to follow the run."""
        self._ready = True
        self.show_now()

    def show_now(self) -> None:
        """Called at each tick: look again if something may have changed."""
        if not (self._ready and self.is_attached):
            return
        self._look_again()
        self.commands.tell_alternations()
        # The keys go by what the parts show.
        self.show_keys()

    def _look_again(self) -> None:
        now = self.source.now()
        # Steps come a hundred times a second; everything else is shown with the tick it came in.
        lanes = tuple(
            (
                *(lane.attempt, lane.status, lane.phase_detail, lane.mode, lane.paused),
                *(len(lane.compiles), len(lane.compile_failures), self.commands.wanted(lane)),
            )
            for lane in self.known.lanes.values()
        )
        known, transport = self.known, self.source.transport
        held = transport is not None and not transport.playing
        moment = (known.moves, known.revision if held else int(now * self.LOOKS))
        seen = (self.selection.selected, lanes, moment)
        if seen == self._seen:
            return
        self._seen = seen
        self.query_one(LaneTabs).show(
            tuple(self.lane_view(lane_id, now) for lane_id in self.selection.ids),
            self.selection.selected,
        )
        self.show_parts(now)

    _seen: tuple[object, ...] = ()

    def why_idle(self, call: str) -> str:
        """Why the lane's keys can do nothing now: the same as on the main screen."""
        action_id = call.removeprefix("forward('").removesuffix("')")
        return self.commands.why_not(action_id)

    @property
    def lane_state(self) -> LaneState:
        """The selected lane."""
        return self.known.lanes[self.selection.selected]

    def lane_view(self, lane_id: str, now: float) -> LaneView:
        """A lane as its pane shows it, without its curves."""
        lane = self.known.lanes[lane_id]
        return lane_view(
            self.known,
            lane,
            now,
            accent=self.known.accents[lane_id],
            marker=self.selection.markers[lane_id],
            wanted=self.commands.wanted(lane),
        )

    def action_neighbour(self, by: int) -> None:
        """The lane next to the selected one, round the end."""
        self.selection.neighbour(by)
        self.show_now()

    async def action_lane(self, number: int) -> None:
        """The lane of that number, or why there is none."""
        if why := self.selection.to_number(number):
            self.notify(why, severity="warning")
        self.show_now()

    def select(self, lane_id: str) -> None:
        """Select a lane here and on the main screen."""
        self.selection.go_to(lane_id)
        self.show_now()

    async def action_forward(self, action_id: str) -> None:
        """Do what the main screen does at that key."""
        await self.do(action_id)
        self.show_now()

    @on(LaneTabs.Chosen)
    def _tab(self, message: LaneTabs.Chosen) -> None:
        self.select(message.lane)
