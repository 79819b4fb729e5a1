"""A widget that paints lines of plain data and repaints only the rows that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import BLACK, WHITE, Color
from textual.geometry import Offset, Region
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from .chart import accent_color
from .chart.palette import contrast
from .glossary import NAMED, Word, word_at, words_in
from .line import Line, Piece, cut, width

ROLES = ("value", "label", "dim", "strong", "warning", "error", "good", "key", "bar", "hollow")


class StripWidget(Widget):
    """Shows lines; subclasses say which in `lines_for`, from plain data and a size alone."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"strip--{role}" for role in ROLES}
    """
    | Class | Description |
    | :- | :- |
    | `strip--value` | Measured values. |
    | `strip--label` | What a value is. |
    | `strip--dim` | What matters least. |
    | `strip--strong` | What matters most. |
    | `strip--warning`, `strip--error`, `strip--good` | How something went. |
    | `strip--key` | A key to press. |
    | `strip--bar` | Rules and separators. |
    | `strip--hollow` | The paper of a badge that is not filled. |
    """

    DEFAULT_CSS = """
    StripWidget > .strip--value { color: $foreground; }
    StripWidget > .strip--label { color: $foreground 62%; }
    StripWidget > .strip--dim { color: $foreground 48%; }
    StripWidget:light > .strip--label { color: $foreground 76%; }
    StripWidget:light > .strip--dim { color: $foreground 66%; }
    StripWidget > .strip--strong { color: $foreground; text-style: bold; }
    StripWidget > .strip--warning { color: $text-warning; }
    StripWidget > .strip--error { color: $text-error; }
    StripWidget > .strip--good { color: $text-success; }
    StripWidget > .strip--key { color: $text-accent; text-style: bold; }
    StripWidget:light > .strip--key { color: $foreground; }
    StripWidget > .strip--bar { color: $foreground 25%; }
    StripWidget > .strip--hollow { background: $foreground 14%; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Initialize a widget that shows nothing yet."""
        super().__init__(id=id, classes=classes)
        # If all rows are painted whenever one changed, a frame with new steps takes 1.95 times the CPU.
        self._lines: Sequence[Line] = ()
        self._strips: list[Strip] = []
        # If Textual is asked for a style a piece, it takes 1.29 times the CPU.
        self._styles_by_role: dict[str, Style] = {}

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The lines to show in a size of cells; at most `height` of them are shown."""
        raise NotImplementedError

    def update_lines(self) -> int:
        """Ask for the lines again and repaint those that changed; how many that were."""
        columns, rows = self.size
        if not columns or not rows:
            return 0
        lines = list(self.lines_for(columns, rows))[:rows]
        lines += [()] * (rows - len(lines))
        if len(self._strips) != rows or self._strips[0].cell_length != columns:
            self._lines = lines
            self._strips = [self._paint(line, columns) for line in lines]
            self.refresh()
            return rows
        changed = [y for y in range(rows) if lines[y] != self._lines[y]]
        self._lines = lines
        for y in changed:
            self._strips[y] = self._paint(lines[y], columns)
        if changed:
            self.refresh(*(Region(0, y, columns, 1) for y in changed))
        return len(changed)

    def render_line(self, y: int) -> Strip:
        """One row, painted when its line changed last; what is selected of it stands out."""
        if y >= len(self._strips):
            return Strip.blank(self.size.width, self.rich_style)
        strip = self._strips[y]
        selection = self.text_selection
        span = selection.get_span(y) if selection is not None else None
        return strip if span is None else self._marked(strip, *span)

    def text_offset(self, x: int, y: int) -> Offset:
        """The character and line at a cell of the content, or nearest to it."""
        y = min(max(y, 0), max(0, len(self._strips) - 1))
        text = self._strips[y].text if self._strips else ""
        return Offset(len(set_cell_size(text, min(max(x, 0), cell_len(text))).rstrip("\0")), y)

    def word_at(self, x: int, y: int) -> Word | None:
        """The word at a cell of the content, or the one that a value there belongs to."""
        if not 0 <= y < len(self._strips):
            return None
        text = self._strips[y].text
        if word := word_at(text, self.text_offset(x, y).x):
            return word
        end, label = 0, ""
        for piece in self._lines[y]:
            end += cell_len(piece.text)
            if piece.role == "label":
                label = piece.text.strip()
            if x < end:
                if piece.role.startswith(("badge:", "hollow:")):
                    return NAMED["badge"]
                return word_at(label, 0) if piece.text.strip() else None
        return None

    def words(self) -> Iterator[Word]:
        """All words on it, from the top."""
        for strip in self._strips:
            for _, _, word in words_in(strip.text):
                yield word

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, without the blanks that only fill the rows."""
        text = "\n".join(strip.text.rstrip() for strip in self._strips)
        return selection.extract(text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint what is selected now."""
        self.refresh()

    def _marked(self, strip: Strip, start: int, end: int) -> Strip:
        text = strip.text
        left = cell_len(text[:start])
        right = strip.cell_length if end < 0 else cell_len(text[:end])
        if right <= left:
            return strip
        chosen = self.screen.get_component_rich_style("screen--selection")
        middle = [
            Segment(part, (style or Style()) + chosen) for part, style, _ in strip.crop(left, right)
        ]
        return Strip.join([strip.crop(0, left), Strip(middle), strip.crop(right)])

    def on_resize(self) -> None:
        """Lay the lines out again for the new size."""
        self._strips = []
        self.update_lines()

    def notify_style_update(self) -> None:
        """Paint again in the colours of the new theme."""
        super().notify_style_update()
        self._styles_by_role.clear()
        self._strips = []
        if self.is_mounted:
            self.call_later(self.update_lines)

    def _paint(self, line: Line, columns: int) -> Strip:
        line = cut(line, columns)
        segments = [Segment(piece.text, self._style(piece)) for piece in line if piece.text]
        blank = columns - width(line)
        if blank:
            segments.append(Segment(" " * blank, self._style(Piece(""))))
        return Strip(segments, columns)

    def _style(self, piece: Piece) -> Style:
        style = self._styles_by_role.get(piece.role)
        if style is None:
            style = self._styles_by_role[piece.role] = self._find_style(piece.role)
        return style

    def _find_style(self, role: str) -> Style:
        kind, _, accent = role.partition(":")
        if not accent:
            return self.rich_style + self.get_component_rich_style(f"strip--{role}")
        paper = self.paper
        color = accent_color(int(accent), paper)
        if kind == "badge":
            ink = BLACK if contrast(color, BLACK) > contrast(color, WHITE) else WHITE
            return Style(color=ink.rich_color, bgcolor=color.rich_color, bold=True)
        style = self.rich_style + Style(color=color.rich_color, bold=True)
        if kind == "hollow":
            hollow = self.get_component_styles("strip--hollow").background
            if hollow.ansi is None:
                style += Style(bgcolor=(paper + hollow).rich_color)
        return style

    @property
    def paper(self) -> Color:
        """The background that accents must stand out from; a guess where it is the terminal's."""
        background = self.background_colors[1]
        if background.ansi is None and background.a == 1:
            return background
        return BLACK if self.app.current_theme.dark else WHITE
