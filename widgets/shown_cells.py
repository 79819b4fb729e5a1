"""What the terminal shows, cell by cell, so that a frame writes only the cells that changed.

Textual 8 repaints from the left edge of a widget to the end of what changed (`ChopsUpdate` in its
`_compositor.py` crops at the right only), and names both colours and a reset for every stretch of
text. Over a slow link that is what a key waits for.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from .textual_private import CompositorUpdate, Frame, LayoutUpdate, is_frame, pieces

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

Cell: TypeAlias = "tuple[str, Style | None] | None"
"""A character and its style; None where what the terminal shows is not known."""
Pen: TypeAlias = tuple[str, str, str]
"""Codes of the attributes, the ink and the paper; empty is the terminal's own."""

PLAIN: Pen = ("", "", "")
RESET = "\x1b[0m"
BRIDGE = 3
"""Cells that did not change but are written again: a jump over them takes as many bytes."""
_RANGES = (
    *((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x2FF), (0x370, 0x482)),
    *((0x2500, 0x25FC), (0x2800, 0x28FF)),
)
ONE_CELL = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))
ONE_CELL |= frozenset("…–—‘’“”•‖←↑→↓⇧✓✗✕▸▾■●○◐◌≤≥≈∞")
"""Characters that every terminal draws in one cell; with any other, a stretch is written whole."""
_COMMANDS = frozenset(
    map(
        chr,
        [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F),
         *range(0x2066, 0x206A)],
    )
)  # fmt: skip
"""Characters without a width that would command the terminal, or turn the order of others round."""


class ShownCells:
    """Remembers what was written last, and narrows what Textual is about to write."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell]] = {}

    def forget(self) -> None:
        """Nothing is known any more: the terminal was resized, or something else wrote on it."""
        self._rows.clear()

    def narrowed(self, update: RenderableType | None) -> RenderableType | None:
        """An update that writes only what differs, or what was given if that is no frame."""
        if is_frame(update):
            return Narrowed(update, self)
        if update is not None:
            self.forget()
        return update

    def write(self, update: Frame, colors: ColorSystem) -> str:
        """The text that brings the terminal from what it shows to what the update says."""
        if isinstance(update, LayoutUpdate):
            # All of the screen is written, so that whatever else wrote on it is gone then.
            self.forget()
        text = _Text(colors)
        for y, x, strip in pieces(update):
            row = self._rows.setdefault(y, [])
            end = x + strip.cell_length
            if len(row) < end:
                row.extend([None] * (end - len(row)))
            cells = _cells(strip)
            # A strip can be longer than it says: seen at 10 columns, in a browser.
            if cells is None or len(cells) != strip.cell_length:
                text.whole(y, x, strip)
                end = max(end, x + len(cells or ()))
                row[x:end] = [None] * (end - x)
                continue
            for start, stop in _runs(row[x:end], cells):
                text.run(y, x + start, cells[start:stop])
            row[x:end] = cells
        return text.end()


class Narrowed(CompositorUpdate):
    """A frame that writes only the cells that differ from those shown."""

    def __init__(self, update: Frame, shown: ShownCells) -> None:
        self._update = update
        self._shown = shown

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The frame as it was, for whoever does not write to the terminal."""
        yield from self._update.__rich_console__(console, options)

    def render_segments(self, console: Console) -> str:
        """What to write; from then on the terminal is taken to show it."""
        colors = COLOR_SYSTEMS[console.color_system or "truecolor"]
        return self._shown.write(self._update, colors)


class _Text:
    """Text and escapes, each jump and each change of style in as few bytes as it takes."""

    def __init__(self, colors: ColorSystem) -> None:
        self._parts: list[str] = []
        self._colors = colors
        self._pen = PLAIN
        self._at = (-1, -1)
        """Column and row of the terminal's cursor."""

    def run(self, y: int, x: int, cells: list[Cell]) -> None:
        """Write some cells of one row."""
        self._move(y, x)
        style: object = self
        for cell in cells:
            assert cell is not None
            if cell[1] is not style:
                style = cell[1]
                self._change(pen_of(cell[1], self._colors))
            self._parts.append(cell[0])
        self._at = (x + len(cells), y)

    def whole(self, y: int, x: int, strip: Strip) -> None:
        """Write a strip with characters whose width terminals do not agree on."""
        self._move(y, x)
        self._change(PLAIN)
        self._parts += [
            Strip.render_style(style, text, self._colors) if style else text
            for text, style, _ in harmless(strip)
        ]
        self._at = (-1, -1)

    def end(self) -> str:
        """All of it, the terminal's own style restored."""
        self._change(PLAIN)
        return "".join(self._parts)

    def _move(self, y: int, x: int) -> None:
        column, row = self._at
        if (column, row) == (x, y):
            return
        ahead = x - column
        self._parts.append(f"\x1b[{ahead}C" if row == y and ahead > 0 else f"\x1b[{y + 1};{x + 1}H")

    def _change(self, pen: Pen) -> None:
        old = self._pen
        if pen == old:
            return
        self._pen = pen
        if pen == PLAIN:
            self._parts.append(RESET)
        elif pen[0] != old[0] and old[0]:
            self._parts.append(f"\x1b[{';'.join(filter(None, ('0', *pen)))}m")
        else:
            codes = [pen[0]] if pen[0] != old[0] else []
            if pen[1] != old[1]:
                codes.append(pen[1] or "39")
            if pen[2] != old[2]:
                codes.append(pen[2] or "49")
            self._parts.append(f"\x1b[{';'.join(codes)}m")


def harmless(strip: Strip) -> Strip:
    """The strip without what would command the terminal.

    Texts of workers, and of run logs from elsewhere, may hold escape sequences.
    """
    if _COMMANDS.isdisjoint(strip.text):
        return strip
    return Strip(
        [
            Segment("".join(one for one in text if one not in _COMMANDS), style)
            for text, style, control in strip
            if not control
        ],
        strip.cell_length,
    )


@lru_cache(maxsize=4096)
def pen_of(style: Style | None, colors: ColorSystem) -> Pen:
    """The codes of a style; 2.2 us to make, 0.3 to find, hundreds of times where all is written."""
    if style is None:
        return PLAIN
    ink, paper = style.color, style.bgcolor
    return (
        Strip.render_ansi(style.without_color, colors),
        ";".join(ink.downgrade(colors).get_ansi_codes()) if ink else "",
        ";".join(paper.downgrade(colors).get_ansi_codes(False)) if paper else "",
    )


def _cells(strip: Strip) -> list[Cell] | None:
    """A strip's cells; None if it holds a link, or a character that may not be one cell wide."""
    cells: list[Cell] = []
    for text, style, control in strip:
        if control or not ONE_CELL.issuperset(text) or (style is not None and style.link):
            return None
        cells += [(character, style) for character in text]
    return cells


def _runs(old: list[Cell], new: list[Cell]) -> list[tuple[int, int]]:
    """Stretches of cells that differ, those with little between them as one."""
    if old == new:
        return []
    runs: list[tuple[int, int]] = []
    for at, (before, after) in enumerate(zip(old, new, strict=True)):
        if before == after:
            continue
        if runs and at - runs[-1][1] <= BRIDGE:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs
