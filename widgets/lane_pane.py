"""A lane's pane: text and two small charts in one widget, framed in the lane's colour."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from .chart import Curve, Look, Plot, accent_color, render
from .lane_lines import ChartPlace, PaneLayout, lay_out_lane
from .lane_view import LaneView
from .line import Line
from .strip_widget import StripWidget


class LanePane(StripWidget, can_focus=True):
    """Shows one lane; a click or focus selects it."""

    DEFAULT_CSS = """
    LanePane {
        width: 1fr;
        height: 1fr;
        border: round $foreground 25%;
        padding: 0 1;
    }
    """

    class Selected(Message):
        """The person chose this lane."""

        def __init__(self, lane: str) -> None:
            super().__init__()
            self.lane = lane

    def __init__(self, lane: str, *, id: str | None = None) -> None:
        """Initialize a pane for the lane of that id."""
        super().__init__(id=id)
        self.lane = lane
        self._view: LaneView | None = None
        self._charts: dict[ChartPlace, tuple[Curve | None, list[Strip]]] = {}
        self._frame: tuple[object, ...] = ()

    @property
    def view(self) -> LaneView | None:
        """What is shown now."""
        return self._view

    def show(self, view: LaneView, *, selected: bool, focused: bool) -> int:
        """Show a lane; how many rows that repaints."""
        self._reframe(view, selected, focused)
        if view == self._view:
            return 0
        self._view = view
        return self.update_lines()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The lane's text; charts are painted over the rows left free."""
        if self._view is None:
            return ()
        layout = lay_out_lane(self._view, width, height)
        self._layout_now = layout
        return layout.lines

    _layout_now = PaneLayout([])

    def update_lines(self) -> int:
        """Repaint the text rows that changed, and the charts whose data did."""
        changed = super().update_lines()
        view, layout = self._view, self._layout_now
        if view is None or not self._strips:
            return changed
        if not layout.charts:
            self._charts.clear()
            return changed
        look = self._look()
        drawn: dict[ChartPlace, tuple[Curve | None, list[Strip]]] = {}
        for place in layout.charts:
            curve = view.loss_curve if place.kind == "loss" else view.step_curve
            known = self._charts.get(place)
            if known is not None and known[0] is curve:
                drawn[place] = known
                continue
            plot = Plot(curves=(curve,) if curve else (), compact=True, smoothing=0.9)
            picture = render(plot, place.width, place.height, look)
            drawn[place] = (curve, picture.strips)
        same = all(drawn[place] is self._charts.get(place) for place in drawn)
        if same and changed < len(self._strips):
            return changed
        self._charts = drawn
        top, height = layout.charts[0].y, layout.charts[0].height
        gap = layout.charts[1].x - layout.charts[0].width
        blank = Strip.blank(gap, self.rich_style)
        left, right = (drawn[place][1] for place in layout.charts)
        for row in range(height):
            strip = Strip.join([left[row], blank, right[row]])
            self._strips[top + row] = strip.adjust_cell_length(self.size.width, self.rich_style)
        self.refresh(Region(0, top, self.size.width, height))
        return changed + height

    def notify_style_update(self) -> None:
        """Draw the charts again in the colours of the new theme."""
        super().notify_style_update()
        self._charts.clear()
        self._frame = ()

    def on_focus(self) -> None:
        """Select the lane that has the focus."""
        self.post_message(self.Selected(self.lane))

    def on_click(self, event: events.Click) -> None:
        """Select a lane by mouse."""
        self.focus()

    def _look(self) -> Look:
        paper = self.paper
        return Look(background=self.background_colors[1], paper=paper, label=self._label(paper))

    def _label(self, paper: Color) -> Color:
        color = self.get_component_styles("strip--dim").color
        return paper + color if color.ansi is None else color

    def _reframe(self, view: LaneView, selected: bool, focused: bool) -> None:
        """Title and border, touched only when they change: a border repaints the whole pane."""
        frame = (view.id, view.version, view.device, view.marker, view.accent, selected, focused)
        if frame == self._frame:
            return
        self._frame = frame
        color = accent_color(view.accent, self.paper)
        name = view.id if not view.version else f"{view.id} {view.version}"
        self.border_title = Text.assemble(
            (f"{view.marker} ", f"bold {color.hex}"), (name, "bold"), (f" · {view.device}", "")
        ).markup
        shade = color if selected else self.paper.blend(color, 0.45)
        self.styles.border = ("heavy" if focused else "round", shade)
        self.styles.border_title_color = color
