"""A widget that paints lines of plain data and repaints only the rows that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.color import BLACK, WHITE, Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from .chart import accent_color
from .chart.palette import contrast
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
    StripWidget > .strip--strong { color: $foreground; text-style: bold; }
    StripWidget > .strip--warning { color: $text-warning; }
    StripWidget > .strip--error { color: $text-error; }
    StripWidget > .strip--good { color: $text-success; }
    StripWidget > .strip--key { color: $text-accent; text-style: bold; }
    StripWidget > .strip--bar { color: $foreground 25%; }
    StripWidget > .strip--hollow { background: $foreground 14%; }
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Initialize a widget that shows nothing yet."""
        super().__init__(id=id, classes=classes)
        self._lines: Sequence[Line] = ()
        self._strips: list[Strip] = []
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
        """One row, painted when its line changed last."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.rich_style)

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
