"""The chart that a person works with: cursor, zoom and pan, by keys and by the pointer."""

from __future__ import annotations

from dataclasses import replace

from textual import events
from textual.message import Message

from .readout import nearest_index
from .still import StillChart
from .view import View, pan, zoom

ZOOM = 1.5
"""How much closer one key press or one notch of the wheel looks."""
PAN = 0.2
"""The part of its width that one key press moves the window."""


class Chart(StillChart, can_focus=True):
    """A chart with a view and a cursor; the application binds keys to its methods."""

    class CursorMoved(Message):
        """The cursor moved to another x, or was taken away."""

        def __init__(self, chart: Chart, x: float | None) -> None:
            super().__init__()
            self.chart = chart
            self.x = x
            """In data units; None when there is no cursor any more."""

        @property
        def control(self) -> Chart:
            """The chart whose cursor moved."""
            return self.chart

    class ViewChanged(Message):
        """The person zoomed, panned, or changed an axis."""

        def __init__(self, chart: Chart, view: View) -> None:
            super().__init__()
            self.chart = chart
            self.view = view

        @property
        def control(self) -> Chart:
            """The chart whose view changed."""
            return self.chart

    _pressed_at: int | None = None
    """The column of the pointer's last position while its button is down."""
    _dragged = False
    """Whether the pointer moved since its button went down."""

    # Methods for the keys that the application binds.

    def zoom_in(self) -> None:
        """Look closer around the cursor, or at the newest points if there is none."""
        self._zoom(ZOOM, self._anchor())

    def zoom_out(self) -> None:
        """Look from further away, up to all of the data."""
        self._zoom(1 / ZOOM, self._anchor())

    def pan_left(self) -> None:
        """Look at earlier points."""
        self._view_changed(pan(self.view, -PAN, self.picture.full))

    def pan_right(self) -> None:
        """Look at later points; at the end the window follows new ones."""
        self._view_changed(pan(self.view, PAN, self.picture.full))

    def reset_view(self) -> None:
        """Show all of the data; whether axes are logarithmic stays."""
        self._view_changed(replace(self.view, x_range=None, y_range=None, follow=False))

    def toggle_log_y(self) -> None:
        """Change the y axis between linear and logarithmic."""
        self._view_changed(replace(self.view, log_y=not self.view.log_y))

    def toggle_own_y(self) -> None:
        """Change between one y-scale and one a curve, where there are rows enough for that."""
        self._change(own_y=not self._plot.own_y)

    def cycle_front(self) -> None:
        """Draw the next curve over all others."""
        if self._plot.curves:
            self._change(front=(self._plot.front + 1) % len(self._plot.curves))

    def move_cursor(self, dx: int) -> None:
        """Move the cursor by cell columns; without one, start at the newest point."""
        picture = self.picture
        area = picture.layout.plot
        if not self._plot.curves or area.width == 0:
            return
        if self.cursor is None:
            self._move_cursor(picture.x_scale.high)
            return
        column = picture.column_of(self.cursor) + dx
        column = min(max(column, area.x), area.x + area.width - 1)
        self._move_cursor(self._snap(picture.x_at(column)))

    def clear_cursor(self) -> None:
        """Take the cursor away."""
        self._move_cursor(None)

    # The pointer.

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look closer around the pointer."""
        self._wheel(ZOOM, event)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Look from further away."""
        self._wheel(1 / ZOOM, event)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a drag, or a click."""
        if event.button == 1:
            self._pressed_at, self._dragged = event.x, False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pan while dragging; otherwise put the cursor under the pointer."""
        if self._pressed_at is None:
            self._point(event)
        elif event.x != self._pressed_at:
            fraction = (self._pressed_at - event.x) / max(1, self.picture.layout.plot.width)
            self._pressed_at, self._dragged = event.x, True
            self._view_changed(pan(self.view, fraction, self.picture.full))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a drag; a click without one puts the cursor there."""
        if self._pressed_at is None:
            return
        self._pressed_at = None
        self.release_mouse()
        if not self._dragged:
            self._point(event)

    def _wheel(self, factor: float, event: events.MouseEvent) -> None:
        event.stop()
        self._zoom(factor, self.picture.x_at(event.x))

    def _point(self, event: events.MouseEvent) -> None:
        area = self.picture.layout.plot
        if self._plot.curves and area.x <= event.x < area.x + area.width:
            self._move_cursor(self._snap(self.picture.x_at(event.x)))

    def _snap(self, x: float) -> float:
        """The x of the front curve's nearest point, if that lies in the same cell column."""
        curve = self._plot.curves[self._plot.front % len(self._plot.curves)]
        index = nearest_index(curve, x)
        if index is None:
            return x
        near = float(curve.x[index])
        return near if self.picture.column_of(near) == self.picture.column_of(x) else x

    def _anchor(self) -> float:
        picture = self.picture
        if self.cursor is not None and picture.x_scale.low <= self.cursor <= picture.x_scale.high:
            return self.cursor
        return picture.x_scale.high

    def _zoom(self, factor: float, around: float) -> None:
        if self._plot.curves:
            self._view_changed(zoom(self.view, factor, around, self.picture.full))

    def _view_changed(self, view: View) -> None:
        if view != self.view:
            self._change(view=view)
            self.post_message(self.ViewChanged(self, view))

    def _move_cursor(self, x: float | None) -> None:
        if x != self.cursor:
            self._change(cursor=x)
            self.post_message(self.CursorMoved(self, x))
