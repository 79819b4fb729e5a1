"""A lane's pane: text and two small charts in one widget, framed in the lane's colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from .chart import Curve, Look, Picture, Plot, View, accent_color, quieter, render
from .lane_lines import ChartPlace, PaneLayout, lay_out_lane
from .lane_view import LaneView
from .line import Line
from .strip_widget import StripWidget

SMOOTHING = 0.9
"""The beta of the small charts' moving averages."""
FULL = 1000
"""Cells that no title needs."""
ROOMY = (30, 7)
"""Cells and rows from which on a small chart has axes of its own."""
WIDE = 44
"""Cells from which on its x axis says what it counts, which is steps always; below, numbers go."""


@dataclass(frozen=True)
class _Drawn:
    """A small chart as it was drawn, and what it was drawn from."""

    curve: Curve | None
    cursor: float | None
    log_loss: bool
    picture: Picture


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

    class Pointed(Message):
        """The pointer is over a small chart, at some step."""

        def __init__(self, lane: str, step: float) -> None:
            super().__init__()
            self.lane = lane
            self.step = step

    def __init__(self, lane: str, *, id: str | None = None) -> None:
        """Initialize a pane for the lane of that id."""
        super().__init__(id=id)
        self.lane = lane
        self._view: LaneView | None = None
        # If both charts are drawn whenever a figure changed, a frame takes 2.3 times the CPU; if the
        # border is set each time, 1.75 times, and 14 times where nothing else is to be painted.
        self._charts: dict[ChartPlace, _Drawn] = {}
        self._frame: tuple[object, ...] = ()
        self._log_loss = True

    @property
    def view(self) -> LaneView | None:
        """What is shown now."""
        return self._view

    def show(self, view: LaneView, *, selected: bool, focused: bool, log_loss: bool = True) -> int:
        """Show a lane, its losses on a logarithmic axis or a linear one; how many rows that
        repaints."""
        self._reframe(view, selected, focused)
        # Laid out all the same, a frame in which nothing comes takes 2.0 times the CPU.
        if view == self._view and log_loss == self._log_loss:
            return 0
        self._view, self._log_loss = view, log_loss
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
        # The lines below a chart that is gone did not change, but they are not what is painted.
        bare = _rows_of(self._charts) - _rows_of(layout.charts)
        for row in bare & set(range(len(self._strips))):
            self._strips[row] = self._paint(self._lines[row], self.size.width)
            self.refresh(Region(0, row, self.size.width, 1))
        changed += len(bare)
        if not layout.charts:
            self._charts.clear()
            return changed
        look = self._look()
        drawn: dict[ChartPlace, _Drawn] = {}
        cursor = float(view.cursor.step) if view.cursor else None
        for place in layout.charts:
            curve = view.loss_curve if place.kind == "loss" else view.step_curve
            known = self._charts.get(place)
            of = (curve, cursor, self._log_loss)
            if known is not None and (known.curve, known.cursor, known.log_loss) == of:
                drawn[place] = known
                continue
            roomy = place.width >= ROOMY[0] and place.height >= ROOMY[1]
            plot = Plot(
                curves=(curve,) if curve else (),
                unit="step" if place.width >= WIDE else "",
                empty="no step yet",
                smoothing=SMOOTHING,
                view=View(log_y=self._log_loss and place.kind == "loss"),
                cursor=cursor,
                compact=not roomy,
                bare=True,
            )
            drawn[place] = _Drawn(*of, render(plot, place.width, place.height, look))
        same = all(drawn[place] is self._charts.get(place) for place in drawn)
        if same and changed < len(self._strips):
            return changed
        self._charts = drawn
        rows: list[int] = []
        for row in sorted(_rows_of(drawn)):
            parts: list[Strip] = []
            end = 0
            for place, one in drawn.items():
                if place.y <= row < place.y + place.height:
                    parts.append(Strip.blank(place.x - end, self.rich_style))
                    parts.append(one.picture.strips[row - place.y])
                    end = place.x + place.width
            strip = Strip.join(parts).adjust_cell_length(self.size.width, self.rich_style)
            self._strips[row] = strip
            rows.append(row)
        self.refresh(*(Region(0, row, self.size.width, 1) for row in rows))
        return changed + len(rows)

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

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Put the charts' cursor under the pointer."""
        at = event.get_content_offset(self)
        if at is None or event.button:
            return
        for place, drawn in self._charts.items():
            x, y = at.x - place.x, at.y - place.y
            if 0 <= x < place.width and 0 <= y < place.height and drawn.curve is not None:
                self.post_message(self.Pointed(self.lane, drawn.picture.x_at(x)))

    def _look(self) -> Look:
        paper = self.paper
        return Look(background=self.background_colors[1], paper=paper, label=self._label(paper))

    def _label(self, paper: Color) -> Color:
        color = self.get_component_styles("strip--dim").color
        return paper + color if color.ansi is None else color

    def on_resize(self) -> None:
        """Give the title what room there is now."""
        if self._view is not None and self._frame:
            *_, selected, focused = self._frame
            self._reframe(self._view, bool(selected), bool(focused))

    def _reframe(self, view: LaneView, selected: bool, focused: bool) -> None:
        """Title and border, touched only when they change: a border repaints the whole pane."""
        # Hidden panes have no width; nor should their titles grow once they are seen.
        name = title_name(view, self.size.width - 2 if self.size.width else FULL)
        frame = (name, view.device, view.marker, view.accent, selected, focused)
        if frame == self._frame:
            return
        self._frame = frame
        color = accent_color(view.accent, self.paper)
        self.border_title = Text.assemble(
            (f"{view.marker} ", f"bold {color.hex}"), (name, "bold"), (f" · {view.device}", "")
        ).markup
        shade = color if selected else quieter(color, self.paper)
        self.styles.border = ("heavy" if focused else "round", shade)
        self.styles.border_title_color = color


def title_name(view: LaneView, cells: int) -> str:
    """The lane's name with as much of its version as leaves room for letter and device."""
    room = cells - len(f"{view.marker}  · {view.device}")
    version = view.version.partition("+")[0]
    names = (f"{view.id} {view.version}", f"{view.id} {version}") if version else ()
    return next((name for name in names if len(name) <= room), view.id)


def _rows_of(places: Iterable[ChartPlace]) -> set[int]:
    """The rows that some charts cover."""
    return {place.y + at for place in places for at in range(place.height)}
