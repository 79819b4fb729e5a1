"""Screens on which text is selected with the mouse, and copied when the button goes up."""

from __future__ import annotations

from textual import events, on
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from .strip_widget import StripWidget


class Selecting(Screen[None]):
    """Finds places in our own lines: Textual looks for them in styles, which cost each frame."""

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """The widget under a cell of the screen, and where in its text that is."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        if offset is None and isinstance(widget, StripWidget) and widget.ALLOW_SELECT:
            content = widget.content_region
            offset = widget.text_offset(x - content.x, y - content.y)
        return widget, offset

    @on(events.TextSelected)
    def _copy_selected(self) -> None:
        text = self.get_selected_text()
        if text:
            self.app.copy_to_clipboard(text)
            lines = text.count("\n") + 1
            count = f"{lines} lines" if lines > 1 else f"{len(text)} characters"
            self.notify(f"Copied {count}.", timeout=2)
