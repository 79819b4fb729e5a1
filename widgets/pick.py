"""One of several things: left and right go round them, enter or a click asks for a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import set_cell_size
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget


class Pick(Widget, can_focus=True):
    """Shows what is chosen, and that there is more to choose from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", "The one before", show=False),
        Binding("right", "go(1)", "The next", show=False),
        Binding("enter,space", "ask", "Choose from a list", show=False),
    ]
    DEFAULT_CSS = """
    Pick { height: 1; width: 12; padding: 0 1; background: $surface; color: $foreground; }
    Pick:hover { background: $foreground 12%; }
    Pick:focus { background: $foreground 18%; text-style: bold; }
    """

    class Picked(Message):
        """Another one was chosen."""

        def __init__(self, pick: Pick, value: str) -> None:
            super().__init__()
            self.pick = pick
            self.value = value

        @property
        def control(self) -> Pick:
            """Where."""
            return self.pick

    class ListAsked(Message):
        """The person wants to see what there is."""

        def __init__(self, pick: Pick) -> None:
            super().__init__()
            self.pick = pick

        @property
        def control(self) -> Pick:
            """Where."""
            return self.pick

    def __init__(
        self,
        values: Sequence[str],
        value: str,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Initialize with what there is to choose from and what is chosen."""
        super().__init__(id=id, classes=classes)
        self.values = tuple(values)
        self.value = value
        self.note = ""
        """What an empty value stands for."""

    def show(self, values: Sequence[str], value: str, note: str = "") -> None:
        """Show other values."""
        if (tuple(values), value, note) != (self.values, self.value, self.note):
            self.values, self.value, self.note = tuple(values), value, note
            self.refresh()

    def render(self) -> Text:
        """What is chosen; a sign says that there is more."""
        room = max(1, self.size.width - 2)
        text = self.value or self.note
        return Text.assemble(
            (set_cell_size(text, room), "" if self.value else "dim"), (" ▾", "dim"), no_wrap=True
        )

    def action_go(self, by: int) -> None:
        """The one before or after, round the end."""
        if self.values:
            at = self.values.index(self.value) if self.value in self.values else 0
            self.post_message(self.Picked(self, self.values[(at + by) % len(self.values)]))

    def action_ask(self) -> None:
        """Ask for the list."""
        self.post_message(self.ListAsked(self))

    def on_click(self, event: events.Click) -> None:
        """Ask for the list."""
        event.stop()
        self.action_ask()
