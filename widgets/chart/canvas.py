"""A grid of cells, each with one character, one ink and one paper, and its strips."""

from __future__ import annotations

import sys
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from .columns import BoolArray

_SPACE = ord(" ")
_CODEC = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
_HALF = -1
"""The right half of a character that is two cells wide."""


class Canvas:
    """Paints text and cells, later over earlier; whatever lies outside is left out."""

    def __init__(self, width: int, height: int, ink: Color, paper: Color) -> None:
        self.width, self.height = max(0, width), max(0, height)
        shape = (self.height, self.width)
        self._codes = np.full(shape, _SPACE, dtype=np.int32)
        self._pens = np.zeros(shape, dtype=np.int32)
        self._papers = np.zeros(shape, dtype=np.int32)
        self._inks: dict[tuple[Color, bool], int] = {(ink, False): 0}
        self._colors: dict[Color, int] = {paper: 0}
        self._has_wide = False

    def text(self, x: int, y: int, text: str, ink: Color, *, bold: bool = False) -> int:
        """Write one line from (x, y) on, cutting what does not fit; return where it ended."""
        if not 0 <= y < self.height:
            return x
        pen = self._pen(ink, bold)
        for character in text:
            cells = 1 if " " <= character <= "~" else _cells(character)
            if cells and x >= 0 and x + cells <= self.width:
                self._codes[y, x] = ord(character)
                self._pens[y, x : x + cells] = pen
                if cells == 2:
                    self._codes[y, x + 1] = _HALF
                    self._has_wide = True
            x += cells
        return x

    def cells(self, x: int, y: int, codes: NDArray[np.int32], where: BoolArray, ink: Color) -> None:
        """Put code points, shape (rows, columns), where the mask of that shape says so."""
        rows, columns = where.shape
        part = (slice(y, y + rows), slice(x, x + columns))
        self._codes[part][where] = codes[where]
        self._pens[part][where] = self._pen(ink, False)

    def fill(self, x: int, y: int, width: int, height: int, character: str, ink: Color) -> None:
        """Repeat one character over a rectangle."""
        part = self._part(x, y, width, height)
        self._codes[part] = ord(character)
        self._pens[part] = self._pen(ink, False)

    def tint(self, x: int, y: int, width: int, height: int, paper: Color) -> None:
        """Change the background of a rectangle."""
        self._papers[self._part(x, y, width, height)] = self._colors.setdefault(
            paper, len(self._colors)
        )

    def holds_only(self, x: int, y: int, width: int, characters: str) -> bool:
        """Whether these cells of one row are all inside and hold none but these characters."""
        if not (0 <= y < self.height and x >= 0 and x + width <= self.width):
            return False
        return all(code in map(ord, characters) for code in self._codes[y, x : x + width].tolist())

    def strips(self) -> list[Strip]:
        """One strip for each row, each exactly as wide as the canvas."""
        inks, colors = list(self._inks), list(self._colors)
        if self._has_wide:
            self._mend_wide()
        keys = self._pens * len(colors) + self._papers
        strips = []
        for codes, row in zip(self._codes, keys, strict=True):
            cuts = [0, *(np.flatnonzero(row[1:] != row[:-1]) + 1).tolist(), self.width]
            line = codes.tobytes().decode(_CODEC)
            segments = []
            for start, end in pairwise(cuts):
                if start == end:
                    continue
                pen, paper = divmod(int(row[start]), len(colors))
                style = _style(*inks[pen], colors[paper])
                segments.append(Segment(line[start:end].replace("\0", ""), style))
            strips.append(Strip(segments, self.width))
        return strips

    def _pen(self, ink: Color, bold: bool) -> int:
        return self._inks.setdefault((ink, bold), len(self._inks))

    def _part(self, x: int, y: int, width: int, height: int) -> tuple[slice, slice]:
        return (
            slice(max(0, y), max(0, min(self.height, y + height))),
            slice(max(0, x), max(0, min(self.width, x + width))),
        )

    def _mend_wide(self) -> None:
        """Blank halves of wide characters that something was painted over."""
        for codes, pens, papers in zip(self._codes, self._pens, self._papers, strict=True):
            for x, code in enumerate(codes.tolist()):
                if code == _HALF and not (x and _cells(chr(codes[x - 1])) == 2):
                    codes[x] = _SPACE
                elif _cells(chr(max(0, code))) == 2:
                    if x + 1 < self.width and codes[x + 1] == _HALF:
                        pens[x + 1], papers[x + 1] = pens[x], papers[x]
                    else:
                        codes[x] = _SPACE
        self._codes[self._codes == _HALF] = 0


def _cells(character: str) -> int:
    return cell_len(character) if character.isprintable() else 0


@lru_cache(maxsize=2048)
def _style(ink: Color, bold: bool, paper: Color) -> Style:
    # 2.5 us to make, 0.2 to find: 0.3 ms of the 6 that a drawing of the big chart takes.
    return Style(color=ink.rich_color, bgcolor=paper.rich_color, bold=bold or None)
