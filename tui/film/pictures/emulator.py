"""A terminal emulator that plays a cast and shows its screens as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyte

from engines.errors import RunError
from tui.film.pictures.cast_reader import CastReader
from tui.film.pictures.cells import Cell, CellStyle, Grid, Rgb

NAMED: dict[str, Rgb] = {
    "black": (0, 0, 0), "red": (197, 15, 31), "green": (19, 161, 14), "brown": (193, 156, 0),
    "blue": (0, 85, 218), "magenta": (136, 23, 152), "cyan": (58, 150, 221),
    "white": (204, 204, 204), "brightblack": (118, 118, 118), "brightred": (231, 72, 86),
    "brightgreen": (22, 198, 12), "brightbrown": (249, 241, 165), "brightyellow": (249, 241, 165),
    "brightblue": (59, 120, 255), "brightmagenta": (180, 0, 158), "bfightmagenta": (180, 0, 158),
    "brightcyan": (97, 214, 214), "brightwhite": (242, 242, 242),
}  # fmt: skip
"""pyte's names (one of which it misspells) of the 16 colours that a terminal's theme decides."""
_UNKNOWN = re.compile(
    r"\x1b\[[<>=][0-9;:]*[ -/]*[@-~]|\x1b\[\?[0-9;]*[^0-9;hlJK]|\x1b[PX^_].*?\x1b\\", re.DOTALL
)
_COLONS = re.compile(r"\x1b\[[0-9;:]*:[0-9;:]*m")


class Emulator:
    """A terminal of a size, into which output is fed."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)

    def feed(self, data: str) -> None:
        """Take in output; what pyte does not know changes nothing."""
        data = _COLONS.sub("", _UNKNOWN.sub("", data))
        try:
            self._stream.feed(data)
        except Exception:
            # pyte raises at sequences with parameters that it does not expect, and is stuck after
            # that: the screen stays, the stream begins anew.
            self._stream = pyte.Stream(self.screen)

    def resize(self, text: str) -> None:
        """Take another size, written COLUMNSxROWS; anything else is passed over."""
        columns, _, rows = text.partition("x")
        if columns.isdecimal() and rows.isdecimal() and 0 < int(columns) <= 1000:
            self.screen.resize(min(1000, max(1, int(rows))), int(columns))

    def grid(self) -> Grid:
        """The screen as it stands."""
        columns = self.screen.columns
        rows = []
        for y in range(self.screen.lines):
            line = self.screen.buffer[y]
            rows.append(tuple(_cell(line[x]) for x in range(columns)))
        return Grid(columns, tuple(rows))


def play(cast: CastReader) -> Iterator[tuple[float, Emulator]]:
    """(until when, the emulator) for each screen that stood: from the first output up to the last.

    The next step changes the emulator. Pauses are as long as the header's limit allows. Raises
    `RunError` if nothing is ever shown.
    """
    emulator = Emulator(cast.columns, cast.rows)
    limit = cast.idle_seconds
    came = at = 0.0
    shown = False
    for event in cast.events():
        pause = max(0.0, event.at - came)
        came = max(came, event.at)
        at += pause if limit is None else min(pause, limit)
        if event.code not in ("o", "r"):
            continue
        if shown:
            yield at, emulator
        if event.code == "o":
            emulator.feed(event.data)
            shown = True
        else:
            emulator.resize(event.data)
    if not shown:
        raise RunError(f"{cast.path} shows nothing.")
    yield at, emulator


_cells: dict[object, Cell] = {}


def _cell(char: pyte.screens.Char) -> Cell:
    cell = _cells.get(char)
    if cell is None:
        ink, paper = _rgb(char.fg), _rgb(char.bg)
        if char.reverse:
            ink, paper = paper or Grid.paper, ink or Grid.ink
        look = CellStyle(ink, paper, char.bold, char.italics, char.underscore, char.strikethrough)
        if len(_cells) > 1 << 16:
            _cells.clear()
        cell = _cells[char] = Cell(char.data, look)
    return cell


def _rgb(name: str) -> Rgb | None:
    if name == "default":
        return None
    if name in NAMED:
        return NAMED[name]
    return int(name[:2], 16), int(name[2:4], 16), int(name[4:], 16)
