"""A line to write on and a button that take on their styles once, when they are mounted.

Textual's own do so for each class that they give themselves while they are made too: for thirty
inputs that was a third of the time until they were seen.
"""

from __future__ import annotations

from textual.widgets import Button, Input


class LineInput(Input):
    """An input of one line."""

    def update_node_styles(self, animate: bool = True) -> None:
        """Take on other styles; before this is mounted there is nobody to see them."""
        if self.is_attached:
            super().update_node_styles(animate)


class LineButton(Button):
    """A button of one line."""

    def update_node_styles(self, animate: bool = True) -> None:
        """Take on other styles; before this is mounted there is nobody to see them."""
        if self.is_attached:
            super().update_node_styles(animate)
