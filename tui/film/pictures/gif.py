"""A cast as a GIF: limited frames and size, one palette from the colours that are on the screens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

from tui.film.pictures.cast_reader import CastReader
from tui.film.pictures.cells import CellStyle, Grid, Rgb
from tui.film.pictures.emulator import play
from tui.film.pictures.raster import Raster

FPS = 8
"""Frames a second at most; the dashboard itself has ten."""
WIDTH = 960
"""Pixels across at most."""
CELLS = range(6, 10)
"""Pixels across a cell: below 6 nothing can be read."""
LAST_SECONDS = 2.0
"""How long the last frame stays before it all begins again."""
LONGEST_SECONDS = 655.35
"""A GIF counts how long a frame stays in 16 bits of hundredths: longer pauses are cut to this."""
COLORS = 255
AS_BEFORE = 255
"""The last of a GIF's 256 colours is none: what did not change, which makes frames small."""


def frames(cast: CastReader, fps: float = FPS) -> Iterator[tuple[float, Grid]]:
    """(seconds since the beginning, screen) at most `fps` times a second, and only what differs.

    The screen of a moment is what was painted by its end, so that the last one is always there.
    """
    slot, shown, last = 0, None, None
    for until, emulator in play(cast):
        last = emulator
        if int(until * fps) > slot:
            grid = emulator.grid()
            if grid != shown:
                yield slot / fps, grid
                shown = grid
            slot = int(until * fps)
    if last is not None and (grid := last.grid()) != shown:
        yield slot / fps, grid


def gif(cast: CastReader, *, fps: float = FPS, width: int = WIDTH) -> bytes:
    """The whole file; raises `RunError` if the cast shows nothing or is damaged."""
    colors = Palette()
    columns, rows = cast.columns, cast.rows
    for _, grid in frames(cast, fps):
        columns, rows = max(columns, grid.columns), max(rows, len(grid.rows))
        colors.see(grid)
    palette = colors.image()
    raster = Raster(min(max(width // columns, CELLS[0]), CELLS[-1]))
    size = (columns * raster.cell_width, rows * raster.cell_height)
    hundredths, parts = [], []
    before: NDArray[np.uint8] | None = None
    for at, grid in frames(cast, fps):
        image = raster.draw(grid)
        if image.size != size:
            whole = Image.new("RGB", size, grid.paper)
            whole.paste(image)
            image = whole
        indices = np.asarray(image.quantize(palette=palette, dither=Image.Dither.NONE))
        if before is None:
            parts.append((indices, (0, 0)))
        elif part := _changed(before, indices):
            parts.append(part)
        else:
            continue
        before = indices
        hundredths.append(round(at * 100))
    ends = [*hundredths[1:], hundredths[-1] + round(LAST_SECONDS * 100)]
    longest = round(LONGEST_SECONDS * 100)
    durations = [10 * min(end - at, longest) for at, end in zip(hundredths, ends, strict=True)]
    return _encoded(parts, durations, palette)


def _changed(
    before: NDArray[np.uint8], after: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], tuple[int, int]] | None:
    """The rectangle that differs and its upper left corner; in it, what is as before is transparent."""
    same = before == after
    rows, columns = np.flatnonzero(~same.all(axis=1)), np.flatnonzero(~same.all(axis=0))
    if not len(rows):
        return None
    area = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return np.where(same[area], AS_BEFORE, after[area]), (int(columns[0]), int(rows[0]))


def _encoded(
    parts: list[tuple[NDArray[np.uint8], tuple[int, int]]],
    durations: list[int],
    palette: Image.Image,
) -> bytes:
    """The file: a palette for all frames, and of each but the first only what changed.

    Pillow's own writer finds the rectangles too, but repeats the palette and what did not change
    in them: three times as large.
    """
    whole: list[bytes] = []
    for (indices, offset), duration in zip(parts, durations, strict=True):
        image = Image.fromarray(indices.astype(np.uint8), "P")
        image.putpalette(palette.getpalette() or [])
        if not whole:
            header, _ = GifImagePlugin.getheader(image, info={"loop": 0, "background": 0})
            whole += header
            # Textual repaints all of a screen at first: nothing of it is transparent.
            whole += GifImagePlugin.getdata(image, offset, duration=duration, disposal=1)
        else:
            whole += GifImagePlugin.getdata(
                image, offset, duration=duration, disposal=1, transparency=AS_BEFORE
            )
    return b"".join([*whole, b";"])


class Palette:
    """Every colour on the screens, then what edges of letters in the commonest pairs blend to."""

    def __init__(self) -> None:
        self._looks: Counter[tuple[Rgb, Rgb]] = Counter()

    def see(self, grid: Grid) -> None:
        """Count the colours of a screen."""
        for row in grid.rows:
            for cell in row:
                self._looks[_pair(cell.look, grid)] += cell.text != " "

    def image(self) -> Image.Image:
        """What Pillow takes as a palette."""
        pairs = [pair for pair, _ in self._looks.most_common()]
        colors = dict.fromkeys(color for pair in pairs for color in pair)
        for part in (0.5, 0.25, 0.75):
            for ink, paper in pairs:
                colors.setdefault(_blend(ink, paper, part))
        chosen = list(colors)[:COLORS] or [(0, 0, 0)]
        flat = [value for color in chosen for value in color]
        image = Image.new("P", (1, 1))
        image.putpalette(flat + list(chosen[0]) * (256 - len(chosen)))
        return image


def _pair(look: CellStyle, grid: Grid) -> tuple[Rgb, Rgb]:
    return look.ink or grid.ink, look.paper or grid.paper


def _blend(ink: Rgb, paper: Rgb, part: float) -> Rgb:
    red, green, blue = (round(a * part + b * (1 - part)) for a, b in zip(ink, paper, strict=True))
    return red, green, blue
