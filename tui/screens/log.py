"""What the workers print: filtered, searched, followed as it comes or held where it is read."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tui.keys.scopes import screen_bindings
from tui.screens.followed import FollowsRun
from tui.screens.keyed_screen import KeyedScreen
from tui.screens.log_search import LogSearch
from tui.views.log_tail import LEVELS, LogChoice, LogLine, LogTail
from widgets.key_bar import KeyHint
from widgets.log_bar import LogBar, LogBarView
from widgets.log_pane import LogEntry, LogPane, LogView
from widgets.quantities import elapsed_text


class LogScreen(FollowsRun, KeyedScreen):
    """Owns what is shown of the log, and where; scrolling up holds it there."""

    AUTO_FOCUS = ""
    SCOPE = "log"
    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("log")]
    HINTS: ClassVar[tuple[KeyHint, ...]] = (
        KeyHint("back", "{back}", "back", keep=True),
        KeyHint("lane(-1)", "{log_lane},{log_all}", "lane"),
        KeyHint("level", "{log_level}", "level"),
        KeyHint("seek", "{log_search}", "search"),
        KeyHint("find(1)", "{log_next} {log_previous}", "next"),
        KeyHint("follow", "{log_follow}", "follow"),
        KeyHint("page(-1)", "{scroll_up}{scroll_down}", "scroll"),
        KeyHint("help", "{help}", "help"),
    )

    def __init__(self, tail: LogTail, markers: dict[str, str], accents: dict[str, int]) -> None:
        """Initialize over a tail that goes on growing."""
        super().__init__()
        self.choice = LogChoice(tail)
        self.search = LogSearch(self.choice, self, self.notify)
        self._markers = markers
        self._accents = accents
        self._lanes = tuple(markers)
        self._wide = max(6, *map(len, markers))
        self.held: int | None = None
        """The number of the last line in sight while held; None follows the newest."""

    def compose(self) -> ComposeResult:
        """State, lines, the line to search with, keys."""
        yield LogBar()
        yield LogPane()
        yield Input(placeholder="search; enter goes to the newest", id="seek", compact=True)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Find the parts once."""
        self.pane = self.query_one(LogPane)
        self.bar = self.query_one(LogBar)
        self.line.display = False
        self.choice.choose()

    @on(events.Resize)
    def _resized(self) -> None:
        self.call_after_refresh(self.show_choice)

    def show_now(self) -> None:
        """Take in the lines that came; repaints nothing if none did."""
        if self.choice.update():
            self.show_choice()

    def show_choice(self) -> None:
        """Show the lines that are chosen, up to the newest or to where they are held."""
        lines, height = self.choice.lines, max(1, self.pane.size.height)
        least, _ = self._least()
        bottom = len(lines) - 1
        if self.held is not None:
            bottom = max(least, min(bottom, self.choice.index(self.held)))
        page = lines[: bottom + 1] if bottom <= least else lines[bottom + 1 - height : bottom + 1]
        self.pane.show(
            LogView(
                tuple(self._entry(line) for line in page[:height]),
                sought=self.choice.sought,
                from_top=self.held is not None and bottom <= least,
                empty=self._empty(),
            )
        )
        found = self.choice.found
        self.show_keys()
        self.bar.show(
            LogBarView(
                lane=self.choice.lane,
                marker=self._markers.get(self.choice.lane, ""),
                accent=self._accent(self.choice.lane) or 0,
                level=self.choice.level,
                shown=len(lines),
                sought=self.choice.sought,
                found=len(found),
                at=found.index(self.search.stand) + 1 if self.search.stand in found else 0,
                below=None if self.held is None else len(lines) - 1 - bottom,
            )
        )

    def _least(self) -> tuple[int, bool]:
        """The index of the last line in sight when the oldest is at the top, and whether there is
        more than that."""
        taken, height = 0, self.pane.size.height
        last = len(self.choice.lines) - 1
        for at, line in enumerate(self.choice.lines):
            taken += self.pane.rows_of(self._entry(line))
            if taken >= height:
                return at, at < last or taken > height
        return last, False

    def _entry(self, line: LogLine) -> LogEntry:
        return LogEntry(
            clock=elapsed_text(line.at),
            marker=self._markers.get(line.lane, ""),
            accent=self._accent(line.lane),
            name=(line.lane or "fwdash").ljust(self._wide),
            level=line.level,
            text=line.text,
            now=line.number == self.search.stand,
        )

    def _accent(self, lane: str) -> int | None:
        return self._accents.get(lane)

    def _empty(self) -> str:
        of = f" of {self.choice.lane}" if self.choice.lane else ""
        kind = {"info": "output", "warning": "warnings", "error": "errors"}[self.choice.level]
        return f"No {kind}{of} so far."

    @property
    def line(self) -> Input:
        """Where to write what is sought."""
        return self.query_one("#seek", Input)

    @property
    def last_in_sight(self) -> int:
        """The number of the last line in sight."""
        newest = self.choice.lines[-1].number if self.choice.lines else 0
        return newest if self.held is None else self.held

    def reveal(self, number: int) -> None:
        """Bring a line to the middle and hold there."""
        self._hold(self.choice.index(number) + self.pane.size.height // 3)

    def _hold(self, bottom: int) -> None:
        """Hold with the line at that index as the last one in sight."""
        last = len(self.choice.lines) - 1
        least, more = self._least()
        # Where all lines are in sight there is nothing to hold.
        if more:
            self.held = self.choice.lines[max(least, min(last, bottom))].number
        self.show_choice()

    def action_scroll(self, lines: int) -> None:
        """Older or newer lines; at the newest it follows again."""
        last = len(self.choice.lines) - 1
        bottom = last if self.held is None else self.choice.index(self.held)
        if lines > 0 and bottom + lines >= last:
            self.action_follow()
        else:
            self._hold(bottom + lines)

    def action_page(self, pages: int) -> None:
        """A page of lines, but for one that stays in sight."""
        self.action_scroll(pages * max(1, self.pane.size.height - 1))

    def action_edge(self, where: int) -> None:
        """To the oldest line, or to the newest and follow."""
        if where < 0:
            self.action_scroll(-1_000_000)
        else:
            self.action_follow()

    def action_follow(self) -> None:
        """Go to the newest line and stay there."""
        self.held = None
        self.show_choice()

    def action_lane(self, number: int) -> None:
        """Only one lane's lines; 0 for all, -1 for the next."""
        if number > len(self._lanes):
            self.notify(f"There is no lane {number}.", severity="warning", timeout=2)
            return
        if number < 0:
            now = self._lanes.index(self.choice.lane) + 1 if self.choice.lane else 0
            number = (now + 1) % (len(self._lanes) + 1)
        self.choice.choose(lane=self._lanes[number - 1] if number else "")
        self.show_choice()

    def action_level(self) -> None:
        """The next least level."""
        now = LEVELS.index(self.choice.level)
        self.choice.choose(level=LEVELS[(now + 1) % len(LEVELS)])
        self.show_choice()

    def why_idle(self, call: str) -> str:
        """Why there is no next line to go to."""
        if call != "find(1)":
            return super().why_idle(call)
        return self.search.why_none(self.key_of("log_search"))

    def action_seek(self) -> None:
        """Begin to write what is sought."""
        self.search.begin()

    def action_find(self, by: int) -> None:
        """The next line, or the one before, that has what is sought."""
        self.search.find(by)

    @on(Input.Changed, "#seek")
    def _changed(self, event: Input.Changed) -> None:
        self.search.seek(event.value)

    @on(Input.Submitted, "#seek")
    def _submitted(self, event: Input.Submitted) -> None:
        self.search.end(event.value)

    async def action_back(self) -> None:
        """Leave the search line, or the screen."""
        if not self.search.stop():
            self.dismiss()

    @on(LogPane.Scrolled)
    def _wheel(self, message: LogPane.Scrolled) -> None:
        self.action_scroll(message.rows)
