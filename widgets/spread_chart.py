"""Step times as a histogram that is drawn again only when its counts changed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from textual.strip import Strip

from .chart import FloatArray, Mark, StillChart, render_histogram
from .chart.theme import themed_look


class SpreadChart(StillChart):
    """Counts over a logarithmic axis, with lines at the quantiles."""

    _counts: FloatArray | None = None
    _edges: FloatArray | None = None
    _marks: Sequence[Mark] = ()
    _title = ""
    _accent = 0
    _revision: Hashable = None
    _drawn: list[Strip] | None = None
    """Drawn for each row instead, a frame of the lane detail takes 1.75 times the CPU."""

    def show_spread(
        self,
        counts: FloatArray,
        edges: FloatArray,
        *,
        marks: Sequence[Mark],
        title: str,
        accent: int,
        revision: Hashable,
    ) -> bool:
        """Show n counts between n + 1 edges in milliseconds; whether that repaints."""
        if revision == self._revision:
            return False
        self._revision = revision
        self._counts, self._edges, self._marks = counts, edges, marks
        self._title, self._accent = title, accent
        self._drawn = None
        self.refresh()
        return True

    def render_line(self, y: int) -> Strip:
        """One row of the picture, which is drawn once for all rows."""
        if self._drawn is None:
            self._drawn = self._draw()
        if y < len(self._drawn):
            return self._drawn[y]
        return Strip.blank(self.size.width, self.rich_style)

    def notify_style_update(self) -> None:
        """Draw again in the colours of the new theme."""
        super().notify_style_update()
        self._drawn = None

    def on_resize(self) -> None:
        """Draw again at the new size."""
        super().on_resize()
        self._drawn = None

    def _draw(self) -> list[Strip]:
        width, height = self.size
        if self._counts is None or self._edges is None:
            return []
        return render_histogram(
            self._counts,
            self._edges,
            width,
            height,
            themed_look(self),
            accent=self._accent,
            title=self._title,
            marks=self._marks,
            empty="No clean step time yet.",
        )
