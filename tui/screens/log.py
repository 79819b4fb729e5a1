"""What the workers print: the last lines of all lanes, followed as they come."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Log

from engines.events import AnyEvent, Crashed, Logged
from widgets.key_bar import KeyBar, KeyHint
from widgets.quantities import elapsed_text

LINES = 5000


class LogTail:
    """The last lines that lanes and fwdash itself wrote, in the order of their coming."""

    def __init__(self) -> None:
        self.lines: deque[tuple[float, str, str]] = deque(maxlen=LINES)
        """(at, lane or empty, line)."""
        self.total = 0
        """Lines so far, forgotten ones included."""

    def add(self, events: Iterable[AnyEvent]) -> None:
        """Keep the lines among some events."""
        for event in events:
            if isinstance(event, Logged):
                self._keep(event.at, event.lane, event.line)
            elif isinstance(event, Crashed):
                self._keep(event.at, event.lane, f"crashed: {event.reason}")

    def _keep(self, at: float, lane: str, line: str) -> None:
        self.lines.append((at, lane, line.rstrip().expandtabs(4)))
        self.total += 1


class LogScreen(Screen[None]):
    """Follows the log; scrolling up holds it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "back", "Back"),
        ("L,ctrl+l", "back", "Back"),
        ("end", "follow", "Follow"),
    ]

    def __init__(self, tail: LogTail, markers: dict[str, str]) -> None:
        """Initialize over a tail that goes on growing."""
        super().__init__()
        self._tail = tail
        self._wide = max(map(len, markers), default=0)
        self._markers = markers
        self._seen = 0

    def compose(self) -> ComposeResult:
        """The lines and the keys."""
        yield Log(max_lines=LINES, auto_scroll=True)
        yield KeyBar(
            [
                KeyHint("back", "esc", "back", keep=True),
                KeyHint("follow", "end", "follow"),
            ]
        )

    def on_mount(self) -> None:
        """Show what there is."""
        self.query_one(Log).border_title = "worker output"
        self.show_now()

    def show_now(self) -> None:
        """Add the lines that came since the last time."""
        fresh = min(self._tail.total - self._seen, len(self._tail.lines))
        if fresh <= 0:
            return
        self._seen = self._tail.total
        lines = list(self._tail.lines)[-fresh:]
        self.query_one(Log).write_lines(self._text(*line) for line in lines)

    def _text(self, at: float, lane: str, line: str) -> str:
        marker = self._markers.get(lane, " ")
        name = (lane or "fwdash").ljust(max(self._wide, 6))
        return f"{elapsed_text(at)}  {marker} {name}  {line}"

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def action_follow(self) -> None:
        """Go to the newest line and stay there."""
        self.query_one(Log).scroll_end(animate=False)

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        """Press a key by mouse."""
        await self.run_action(message.action)
