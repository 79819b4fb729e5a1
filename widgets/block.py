"""Lines as high as they need to be, for a part of a screen that scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual.geometry import Size

from .line import Line
from .strip_widget import StripWidget

View = TypeVar("View")


class Block(StripWidget, Generic[View]):
    """Shows what a pure function makes of a view and a width."""

    DEFAULT_CSS = "Block { height: auto; }"

    def __init__(
        self, draw: Callable[[View, int], Sequence[Line]], *, id: str | None = None
    ) -> None:
        """Initialize with the function from (view, cells) to lines."""
        super().__init__(id=id)
        self._draw = draw
        self._view: View | None = None

    @property
    def view(self) -> View | None:
        """What is shown now."""
        return self._view

    def show(self, view: View) -> int:
        """Show a view; how many rows that repaints."""
        if view == self._view:
            return 0
        self._view = view
        self._drawn = None
        if len(self.lines_for(self.size.width, 0)) != self.size.height:
            self.refresh(layout=True)
        return self.update_lines()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """All lines, made once for a view and a width; the height follows them."""
        if self._view is None or not width:
            return ()
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = (width, self._draw(self._view, width))
        return self._drawn[1]

    _drawn: tuple[int, Sequence[Line]] | None = None
    """The width that lines were made for last, and the lines: the layout asks for them too (a frame of
    the lane detail takes 1.15 times the CPU without)."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return len(self.lines_for(width, 0))
