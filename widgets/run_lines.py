"""The single lines about the whole run: the top bar, the parity line, the tabs, the note."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from .glossary import NAMED, Word
from .lane_fields import PHASE_GLYPHS, PHASE_ROLES
from .lane_view import BarView, CursorMark, CursorView, LaneView, ParityLineView
from .line import Line, Piece, cut, spread, width
from .needs import GpuLook
from .quantities import NA, difference_text, of_bytes_text
from .strip_widget import StripWidget


def bar_line(view: BarView, cells: int) -> Line:
    """What is trained how, and for how long."""
    right = (
        *((Piece(view.standing + "  ", "warning"),) if view.standing else ()),
        *progress_pieces(view),
        Piece("ended " if view.ended else "", "good"),
        Piece(view.elapsed, "strong"),
        Piece(" "),
    )
    facts = [
        ("", view.workload),
        ("", f"{view.optimizer} {view.learning_rate:g}"),
        ("batch ", f"{view.batch_size}"),
        ("seed ", f"{view.seed}"),
        ("", view.schedule),
        ("", view.precision),
    ]
    left: Line = (Piece(" fwdash", "strong"),)
    for label, value in facts:
        longer = (*left, Piece("  "), Piece(label, "label"), Piece(value, "value"))
        if width(longer) + width(right) + 2 > cells:
            break
        left = longer
    for detail in (2, 1, 0):
        longer = (*left, *(piece for gpu in view.gpus for piece in gpu_pieces(gpu, detail)))
        if width(longer) + width(right) + 2 <= cells:
            left = longer
            break
    return spread(left, right, cells)


def gpu_pieces(gpu: GpuLook, detail: int) -> Line:
    """What a GPU does: its utilisation (0), memory of all processes (1), power and heat (2)."""
    busy = f"{gpu.utilisation} %" if gpu.utilisation is not None else NA
    pieces = [Piece(f"  {gpu.device} ", "label"), Piece(busy.rjust(5))]
    if detail >= 1:
        pieces.append(Piece(f" {of_bytes_text(gpu.used, gpu.total)}"))
    if detail >= 2:
        watts = f"{gpu.watts:.0f} W" if gpu.watts is not None else f"power {NA}"
        heat = f"{gpu.celsius} °C" if gpu.celsius is not None else f"temp {NA}"
        pieces.append(Piece(f" {watts} {heat}"))
    return tuple(pieces)


BAR_CELLS = 12


def progress_pieces(view: BarView) -> Line:
    """A bar, the percentage and the time left, where the number of steps is known."""
    if view.done is None or view.ended:
        return ()
    full = round(view.done * BAR_CELLS)
    return (
        Piece("━" * full, "strong"),
        Piece("╌" * (BAR_CELLS - full), "dim"),
        Piece(f" {view.done:4.0%} ", "value"),
        Piece(f"{view.left} left  " if view.left else "", "label"),
    )


def parity_line(view: ParityLineView, cells: int) -> Line:
    """How far each lane's loss ever was from the reference lane's, or where the cursor stands."""
    if view.cursor:
        return cursor_line(view.cursor, cells)
    reference = Piece(view.reference_marker, f"accent:{view.reference_accent}")
    lead, short = (Piece(f" {one} ", "label" if view.same else "warning") for one in view.lead)
    line: Line = (lead, reference, Piece(" " + view.reference, "value"))
    if not view.lanes:
        return cut((*line, Piece("  the only lane", "dim")), cells)
    for detail in (2, 1, 0, -1):
        longer = line if detail > 0 else (short, reference)
        for lane in view.lanes:
            gap = "   " if detail > 0 else "  " if not detail else " "
            longer = (*longer, Piece(gap), Piece(lane.marker, f"accent:{lane.accent}"))
            if detail > 0:
                longer = (*longer, Piece(" " + lane.lane))
            text, role, step = difference_text(lane.difference), "strong", lane.step
            if lane.failed_at is not None:
                text, role, step = "failed", "error", lane.failed_at
            elif lane.difference is None or view.unexpected:
                role = "dim"
            # The blanks that keep the width of the line are behind what belongs together.
            told = lane.failed_at is not None or lane.difference is not None
            where = f" at step {step:,}" if told else ""
            rest = where.ljust(21 - len(text)) if where and detail == 2 else " " * (6 - len(text))
            longer = (*longer, Piece(" " + text, role), Piece(rest, "label"))
        if view.unexpected:
            longer = (*longer, Piece("  " + view.unexpected[detail < 2], "warning"))
        if width(longer) <= cells:
            break
    return cut(longer, cells)


def cursor_line(marks: Sequence[CursorMark], cells: int) -> Line:
    """Step, lane time and wall time of each lane at the cursor of the charts."""
    for detail in (2, 1, 0):
        lead = " ┴ cursor" if detail == 2 else " ┴ at" if detail else " ┴ step, lane s, wall s"
        line: Line = (Piece(lead, "label"),)
        for mark in marks:
            line = (*line, Piece("  "), Piece(mark.marker, f"accent:{mark.accent}"))
            line = (*line, *_cursor_pieces(mark.at, detail))
        if width(line) <= cells:
            break
    return cut(line, cells)


def _cursor_pieces(at: CursorView | None, detail: int) -> Line:
    """What one lane says at the cursor, each number as wide whatever it is."""
    if at is None:
        return (Piece(" not there", "dim"),)
    step = f"{at.step:,}"
    lane, wall = f"{at.lane_seconds:.2f}", f"{at.wall_seconds:.2f}"
    if not detail:
        return (Piece(f" {step} {lane} {wall}"),)
    words = (" step ", " lane ", " wall ") if detail == 2 else (" ", " lane ", " wall ")
    return (
        *(Piece(words[0], "label"), Piece(step.ljust(6))),
        *(Piece(words[1], "label"), Piece(f"{lane + ' s':<8}")),
        *(Piece(words[2], "label"), Piece(f"{wall + ' s':<8}")),
    )


def tabs_line(lanes: Sequence[LaneView], selected: str, cells: int) -> tuple[Line, list[int]]:
    """A tab a lane with its phase, and the column where each begins; only the selected one is
    named where not all names fit."""
    line, starts = _tabs(lanes, selected, named=True)
    if width(line) > cells:
        line, starts = _tabs(lanes, selected, named=False)
    return cut(line, cells), starts


def _tabs(lanes: Sequence[LaneView], selected: str, *, named: bool) -> tuple[Line, list[int]]:
    line: Line = (Piece(" "),)
    starts = []
    for number, lane in enumerate(lanes, 1):
        starts.append(width(line))
        glyph = PHASE_GLYPHS.get(lane.phase, "◌")
        if lane.id == selected:
            piece = Piece(f" {number} {lane.marker} {lane.id} {glyph} ", f"badge:{lane.accent}")
            line = (*line, piece, Piece(" "))
        else:
            line = (
                *line,
                Piece(f" {number} ", "label"),
                Piece(lane.marker, f"accent:{lane.accent}"),
                Piece(f" {lane.id} " if named else " "),
                Piece(glyph, PHASE_ROLES.get(lane.phase, "value")),
                Piece("  " if named else " "),
            )
    return line, starts


class RunBar(StripWidget):
    """The top line."""

    DEFAULT_CSS = "RunBar { height: 1; background: $panel; }"
    _view: BarView | None = None

    def show(self, view: BarView) -> int:
        """Show a run; how many rows that repaints."""
        if view == self._view:
            return 0
        self._view = view
        return self.update_lines()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The one line."""
        return (bar_line(self._view, width),) if self._view else ()


class ParityLine(StripWidget):
    """The line that says how equal the lanes' work is."""

    DEFAULT_CSS = "ParityLine { height: 1; }"
    _view: ParityLineView | None = None

    def show(self, view: ParityLineView) -> int:
        """Show differences; how many rows that repaints."""
        if view == self._view:
            return 0
        self._view = view
        return self.update_lines()

    def word_at(self, x: int, y: int) -> Word | None:
        """All of the line is about the losses, unless it says where the cursor stands."""
        of_cursor = self._view is None or self._view.cursor
        return super().word_at(x, y) or (None if of_cursor else NAMED["same losses"])

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The one line."""
        return (parity_line(self._view, width),) if self._view else ()


class NoteLine(StripWidget):
    """What this terminal is too small to show, and how to see it."""

    DEFAULT_CSS = "NoteLine { height: 1; }"
    _text = ""

    def show(self, text: str) -> int:
        """Say one sentence; how many rows that repaints."""
        if text == self._text:
            return 0
        self._text = text
        return self.update_lines()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The one line."""
        return (cut((Piece(" " + self._text, "dim"),), width),)


class LaneTabs(StripWidget):
    """A tab a lane, for terminals in which one pane fits."""

    DEFAULT_CSS = "LaneTabs { height: 1; }"
    ALLOW_SELECT = False
    _lanes: tuple[LaneView, ...] = ()
    _selected = ""
    _starts: Sequence[int] = ()

    class Chosen(Message):
        """The person chose this lane's tab."""

        def __init__(self, lane: str) -> None:
            super().__init__()
            self.lane = lane

    def word_at(self, x: int, y: int) -> Word | None:
        """None: they are names."""
        return None

    def show(self, lanes: tuple[LaneView, ...], selected: str) -> int:
        """Show tabs; how many rows that repaints."""
        if lanes == self._lanes and selected == self._selected:
            return 0
        self._lanes, self._selected = lanes, selected
        return self.update_lines()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The one line."""
        line, self._starts = tabs_line(self._lanes, self._selected, width)
        return (line,)

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the pointer."""
        under = [at for at, start in enumerate(self._starts) if start <= event.x]
        if under:
            self.post_message(self.Chosen(self._lanes[under[-1]].id))
