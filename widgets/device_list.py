"""The devices as a list with a cursor: up and down move it, enter or a click chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from .block import Block
from .device_rows import DevicesView, device_lines
from .line import Line


class DeviceList(Block[DevicesView], can_focus=True):
    """All devices; as high as they need."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("home", "move(-9999)", "First", show=False),
        Binding("end", "move(9999)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]
    _starts: Sequence[int] = ()
    _cursor = 0

    class Chosen(Message):
        """The person chose a device."""

        def __init__(self, device: str) -> None:
            super().__init__()
            self.device = device

    def __init__(self, *, id: str | None = None) -> None:
        """Initialize a list without devices."""
        super().__init__(self._lines_of, id=id)

    def show(self, view: DevicesView) -> int:
        """Show devices, with the cursor where the person left it."""
        self._cursor = min(self._cursor, len(view.rows) - 1)
        return super().show(replace(view, cursor=self._cursor))

    def _lines_of(self, view: DevicesView, cells: int) -> Sequence[Line]:
        lines, self._starts = device_lines(view, cells)
        return lines

    def action_move(self, by: int) -> None:
        """Move the cursor and keep it in sight."""
        if self.view is None:
            return
        self._cursor = min(max(self._cursor + by, 0), len(self.view.rows) - 1)
        self.show(self.view)
        if not 0 <= self._cursor < len(self._starts):
            # In no cells nothing was laid out: no row begins anywhere.
            return
        # The first device comes into sight with the heading above it.
        top = self._starts[self._cursor] if self._cursor else 0
        rows = self._starts[self._cursor] - top + 3
        self.scroll_visible_rows(top, rows)

    def scroll_visible_rows(self, top: int, rows: int) -> None:
        """Bring some rows into sight of the container that scrolls."""
        if isinstance(self.parent, Widget):
            region = Region(0, top, self.size.width, rows).translate(self.virtual_region.offset)
            self.parent.scroll_to_region(region, animate=False)

    def action_choose(self) -> None:
        """Choose the device under the cursor."""
        if self.view is not None and self.view.rows:
            self.post_message(self.Chosen(self.view.rows[self._cursor].name))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the device under the pointer; a second click chooses it."""
        under = [at for at, start in enumerate(self._starts) if start <= event.y]
        if not under:
            return
        if under[-1] == self._cursor and event.chain > 1:
            self.action_choose()
        else:
            self.action_move(under[-1] - self._cursor)
