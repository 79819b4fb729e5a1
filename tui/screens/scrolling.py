"""A part that scrolls by the keys of the table, not by keys of its own."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.screen import Screen


class ScrollPane(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What is higher than the screen; its screen moves it, and the mouse does."""


class Scrolls(Screen[None]):
    """The actions of the scope `reading` for a screen with one `ScrollPane`."""

    @property
    def pane(self) -> ScrollPane:
        """What scrolls."""
        return self.query_one(ScrollPane)

    def action_scroll(self, rows: int) -> None:
        """Some rows further."""
        self.pane.scroll_relative(y=rows, animate=False)

    def action_page(self, pages: int) -> None:
        """A page further, but for a row that stays in sight."""
        self.action_scroll(pages * max(1, self.pane.size.height - 1))

    def action_edge(self, where: int) -> None:
        """To the beginning or the end."""
        self.pane.scroll_to(y=0 if where < 0 else self.pane.max_scroll_y, animate=False)
