"""Grids as pixels; from one frame to the next only the cells that changed are drawn."""

from __future__ import annotations

from PIL import Image, ImageDraw

from tui.film.pictures.cells import Cell, CellStyle, Grid
from tui.film.pictures.font import ADVANCE, monospace
from tui.film.pictures.shapes import shape

STILL_CELL = 9
"""Pixels across a cell in a still."""


class Raster:
    """Draws grids one after the other."""

    def __init__(self, cell_width: int = STILL_CELL) -> None:
        self.cell_width = cell_width
        self.cell_height = cell_width * 2
        self._size = cell_width / ADVANCE
        self._masks: dict[tuple[str, bool, bool, int], Image.Image] = {}
        self._grid: Grid | None = None
        self._image = Image.new("RGB", (1, 1))

    def draw(self, grid: Grid) -> Image.Image:
        """The grid as RGB; the image is drawn on again by the next call."""
        before = self._grid
        size = (grid.columns * self.cell_width, len(grid.rows) * self.cell_height)
        if before is None or self._image.size != size or before.paper != grid.paper:
            before = None
            self._image = Image.new("RGB", size, grid.paper)
        for y, row in enumerate(grid.rows):
            old = before.rows[y] if before is not None else ()
            if old == row:
                continue
            for x, cell in enumerate(row):
                if not old or old[x] != cell or (cell.text == "" and old[x - 1] != row[x - 1]):
                    self._cell(grid, x, y, cell, wide=x + 1 < len(row) and row[x + 1].text == "")
        self._grid = grid
        return self._image

    def _cell(self, grid: Grid, x: int, y: int, cell: Cell, *, wide: bool) -> None:
        if cell.text == "":
            return  # drawn with the character of which it is the right half
        left, top = x * self.cell_width, y * self.cell_height
        cells = 2 if wide else 1
        box = (left, top, left + cells * self.cell_width, top + self.cell_height)
        look = cell.look
        ink = look.ink or grid.ink
        self._image.paste(look.paper or grid.paper, box)
        if cell.text != " ":
            self._image.paste(ink, box, self._mask(cell.text, look, cells))
        if look.underline or look.strike:
            line = top + self.cell_height - 2 if look.underline else top + self.cell_height // 2
            self._image.paste(ink, (left, line, box[2], line + 1))

    def _mask(self, text: str, look: CellStyle, cells: int) -> Image.Image:
        key = (text, look.bold, look.italic, cells)
        mask = self._masks.get(key)
        if mask is None:
            width, height = cells * self.cell_width, self.cell_height
            mask = shape(text, width, height)
            if mask is None:
                font = monospace(self._size, bold=look.bold, italic=look.italic)
                mask = Image.new("L", (width, height))
                ascent, descent = font.getmetrics()
                above = round((height - ascent - descent) / 2)
                ImageDraw.Draw(mask).text((0, above), text, font=font, fill=255)
            self._masks[key] = mask
        return mask
