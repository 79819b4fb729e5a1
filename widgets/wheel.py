"""The mouse wheel over a pane that somebody else scrolls."""

from __future__ import annotations

from textual import events
from textual.message import Message

from .strip_widget import StripWidget

ROWS = 3
"""Rows that one notch of the wheel moves."""


class Wheel(StripWidget):
    """Tells of the wheel instead of scrolling by itself."""

    class Scrolled(Message):
        """The person turned the wheel by some rows; down is more than 0."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further down."""
        event.stop()
        self.post_message(self.Scrolled(ROWS))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Further up."""
        event.stop()
        self.post_message(self.Scrolled(-ROWS))
