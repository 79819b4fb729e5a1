"""The line that says how fast each lane is beside the reference lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .glossary import NAMED, Word
from .line import Line, Piece, cut, width
from .strip_widget import StripWidget


@dataclass(frozen=True)
class LanePaceView:
    """One lane's pace, as texts."""

    lane: str
    marker: str
    accent: int
    factor: str
    """How many times slower or faster, such as `1.45x faster`; empty where nothing can be said."""
    within: str
    """The interval, such as `1.41-1.49`; empty where there is none."""
    verdict: str
    """The word for what can be said: it stands where nothing, or no difference, can be."""
    differs: bool
    """Whether it is certain that the lane is faster or slower."""
    before: str = ""
    """What was said of the modes before, such as `1.02x slower as graph to eager`, where nothing is
    to be said yet."""


@dataclass(frozen=True)
class PaceLineView:
    """The line under that of the losses."""

    reference: str
    reference_marker: str
    reference_accent: int
    lanes: tuple[LanePaceView, ...]


def pace_line(view: PaceLineView, cells: int) -> Line:
    """Each lane's pace: in full words, or as short as they must be."""
    reference = Piece(view.reference_marker, f"accent:{view.reference_accent}")
    for detail in (3, 2, 1, 0):
        head = (Piece(" pace to " if detail > 1 else " pace ", "label"), reference)
        line: Line = (*head, Piece(f" {view.reference}")) if detail == 3 else head
        for lane in view.lanes:
            gap = "   " if detail == 3 else "  "
            line = (*line, Piece(gap), Piece(lane.marker, f"accent:{lane.accent}"))
            if detail == 3:
                line = (*line, Piece(f" {lane.lane}"))
            line = (*line, *_words(lane, detail))
        if width(line) <= cells:
            break
    return cut(line, cells)


def _words(lane: LanePaceView, detail: int) -> Line:
    """What is said of one lane: with the interval from 1 on, all of it from 2 on."""
    if not lane.factor:
        before = f" ({lane.before})" if lane.before and detail == 3 else ""
        return (Piece(f" {lane.verdict if detail else 'not yet'}{before}", "dim"),)
    within = f" ({lane.within})" if detail else ""
    if lane.differs:
        return (Piece(f" {lane.factor}", "strong"), Piece(within, "label"))
    if detail < 2:
        return (Piece(f" {lane.verdict if detail else 'alike'}"), Piece(within, "label"))
    return (Piece(f" {lane.factor}"), Piece(f" ({lane.within}: {lane.verdict})", "label"))


class PaceLine(StripWidget):
    """The line that says which lane is faster, by how much, and how certain that is."""

    DEFAULT_CSS = "PaceLine { height: 1; }"
    _view: PaceLineView | None = None

    def show(self, view: PaceLineView) -> int:
        """Show the lanes' pace; how many rows that repaints."""
        if view == self._view:
            return 0
        self._view = view
        return self.update_lines()

    def word_at(self, x: int, y: int) -> Word | None:
        """All of the line is about the pace."""
        return super().word_at(x, y) or NAMED["pace"]

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The one line."""
        return (pace_line(self._view, width),) if self._view else ()
