"""A chart that is only looked at: data in, one picture kept until something changes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from .curve import Curve, Mark, Reference, Span
from .plot import Plot
from .readout import Reading, read
from .render import Picture, render
from .theme import themed_look
from .view import View


class StillChart(Widget):
    """Curves over an x axis, without focus and without a pointer, as for a pane of a lane."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "chart--title",
        "chart--label",
        "chart--axis",
        "chart--grid",
        "chart--cursor",
        "chart--mark",
        "chart--span",
    }
    """
    | Class | Description |
    | :- | :- |
    | `chart--title` | The title and the numbers of the legend. |
    | `chart--label` | Tick labels, unit, status and the sentence of an empty chart. |
    | `chart--axis` | The two axes. |
    | `chart--grid` | The lines across the plot. |
    | `chart--cursor` | The cursor's line and its x. |
    | `chart--mark` | Marks, spans' labels and references that have no accent. |
    | `chart--span` | The background of spans that have no accent. |
    """

    DEFAULT_CSS = """
    StillChart {
        height: 1fr;
        width: 1fr;
    }
    StillChart > .chart--title { color: $foreground; }
    StillChart > .chart--label { color: $foreground 60%; }
    StillChart > .chart--axis { color: $foreground 35%; }
    StillChart > .chart--grid { color: $foreground 15%; }
    StillChart > .chart--cursor { color: $foreground; }
    StillChart > .chart--mark { color: $foreground 70%; }
    StillChart > .chart--span { color: $foreground 12%; }
    """

    ALLOW_SELECT = False

    def __init__(
        self,
        title: str = "",
        *,
        unit: str = "step",
        empty: str = "",
        compact: bool = False,
        view: View | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Initialize a chart without data.

        Args:
            title: What is drawn, such as `loss`.
            unit: What x counts.
            empty: What the chart says while there is nothing to draw.
            compact: Leave out title, legend and axes.
            view: What part of the data to look at first, and with which axes.
            name: The name of the widget.
            id: The ID of the widget in the DOM.
            classes: The CSS classes for the widget.
            disabled: Whether the widget is disabled or not.
        """
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._plot = Plot(title=title, unit=unit, empty=empty, compact=compact, view=view or View())
        # Screens show at each tick: without it a chart is drawn again that stays as it was (a frame of
        # the lane detail takes 1.12 times the CPU; with news in each nothing is won).
        self._shown: Hashable = None
        # Rows are asked for one by one: drawn for each of them, a frame takes 1.19 times the CPU.
        self._picture: Picture | None = None

    @property
    def plot(self) -> Plot:
        """What is shown now."""
        return self._plot

    @property
    def view(self) -> View:
        """What part of the data is looked at; assign to link charts."""
        return self._plot.view

    @view.setter
    def view(self, view: View) -> None:
        self._change(view=view)

    @property
    def cursor(self) -> float | None:
        """The x of the cursor; assign to link charts. Assigning posts no message."""
        return self._plot.cursor

    @cursor.setter
    def cursor(self, x: float | None) -> None:
        self._change(cursor=x)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What each curve says at the cursor, or at its last point."""
        plot = self._plot
        return read(plot.curves, plot.cursor, smoothing=plot.smoothing)

    def show(
        self,
        curves: Sequence[Curve] = (),
        *,
        spans: Sequence[Span] = (),
        marks: Sequence[Mark] = (),
        references: Sequence[Reference] = (),
        revision: Hashable = None,
        title: str | None = None,
        unit: str | None = None,
        status: str | None = None,
        smoothing: float | None = None,
    ) -> bool:
        """Show data; repaint only if `revision` differs from the one shown last.

        Args:
            curves: Their order is that of the legend.
            spans: Stretches of x to tint.
            marks: Vertical lines.
            references: Horizontal lines.
            revision: Anything hashable that changes whenever an argument does; None always
                repaints.
            title: A new title; None keeps the old one.
            unit: A new unit of x; None keeps the old one.
            status: The word at the right; None takes the view's own (all, live, frozen).
            smoothing: The beta of the moving average; None keeps the old one.

        Returns:
            Whether the chart will repaint.
        """
        if revision is not None and revision == self._shown:
            return False
        self._shown = revision
        plot = self._plot
        self._change(
            curves=tuple(curves),
            spans=tuple(spans),
            marks=tuple(marks),
            references=tuple(references),
            title=plot.title if title is None else title,
            unit=plot.unit if unit is None else unit,
            status=status,
            smoothing=plot.smoothing if smoothing is None else smoothing,
        )
        return True

    def set_smoothing(self, beta: float) -> None:
        """Smooth the bright lines by a moving average with this beta; 0 shows them raw."""
        self._change(smoothing=min(max(beta, 0.0), 0.9999))

    def render_line(self, y: int) -> Strip:
        """One row of the picture, which is drawn once for all rows."""
        strips = self.picture.strips
        return strips[y] if y < len(strips) else Strip.blank(self.size.width, self.rich_style)

    @property
    def picture(self) -> Picture:
        """The chart as drawn at its present size."""
        if self._picture is None:
            width, height = self.size
            self._picture = render(self._plot, width, height, themed_look(self))
        return self._picture

    def notify_style_update(self) -> None:
        """Draw again in the colours of the new theme."""
        super().notify_style_update()
        self._picture = None

    def on_resize(self) -> None:
        """Draw again at the new size, also where no new data will ask for it."""
        self._picture = None
        self.refresh()

    def _change(self, **changes: object) -> None:
        plot = self._plot
        if all(
            getattr(plot, name) is value or getattr(plot, name) == value
            for name, value in changes.items()
        ):
            return
        self._plot = replace(plot, **changes)  # type: ignore[arg-type]
        self._picture = None
        self.refresh()
