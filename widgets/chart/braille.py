"""Braille dots: 2 by 4 pixels in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .columns import BoolArray
from .curve import FloatArray, Texture

BLANK: Final = 0x2800
"""The code point of braille with no dot; the dots are its low 8 bits."""
_PATTERNS: dict[Texture, tuple[int, int]] = {
    "solid": (1, 1),
    "dashed": (6, 8),
    "dotted": (1, 2),
    "dashdot": (3, 4),
}
"""How many pixel columns of how many are drawn."""

Dots = NDArray[np.uint8]
Extents = tuple[FloatArray, FloatArray]
"""The top and bottom pixel row of each pixel column, shape (columns,); NaN draws nothing."""


def trace(
    positions: FloatArray, top: FloatArray, bottom: FloatArray, joined: BoolArray, columns: int
) -> Extents:
    """Connect entries to a line: for each pixel column the rows that it passes through.

    Args:
        positions: Shape (k,): strictly increasing pixel columns.
        top: Shape (k,): the topmost pixel row at each; rows grow downwards.
        bottom: Shape (k,): the lowest pixel row at each.
        joined: Shape (k - 1,): whether an entry is connected to the next.
        columns: How many pixel columns there are.
    """
    first, last = np.full(columns, np.nan), np.full(columns, np.nan)
    if len(positions) == 0:
        return first, last
    whole = np.flatnonzero((positions >= 0) & (positions <= columns - 1) & (positions % 1 == 0))
    at = positions[whole].astype(np.intp)
    first[at], last[at] = top[whole], bottom[whole]
    if len(positions) > 1:
        # Where the line stands at the border between one pixel column and the next.
        borders = np.arange(columns + 1) - 0.5
        before = np.clip(np.searchsorted(positions, borders) - 1, 0, len(joined) - 1)
        broken = ~joined[before] | (borders < positions[0]) | (borders > positions[-1])
        for rows, extents, pick in ((top, first, np.fmin), (bottom, last, np.fmax)):
            crossing = np.interp(borders, positions, rows)
            crossing[broken] = np.nan
            pick(extents, pick(crossing[:-1], crossing[1:]), out=extents)
    return first, last


def fill(extents: Extents, width: int, height: int, texture: Texture = "solid") -> Dots:
    """Set every pixel between top and bottom, `width` by `height` cells.

    Returns:
        Shape (height, width): the dots of each cell as the low 8 bits of its braille.
    """
    pixels = height * 4
    first = np.rint(np.clip(np.where(np.isnan(extents[0]), np.inf, extents[0]), -4, pixels + 4))
    last = np.rint(np.clip(np.where(np.isnan(extents[1]), -np.inf, extents[1]), -4, pixels + 4))
    drawn, period = _PATTERNS[texture]
    if drawn < period:
        last[np.arange(len(last)) % period >= drawn] = -4
    above = np.arange(0, pixels, 4, dtype=np.int32)[:, None]
    top = np.minimum(np.maximum(first.astype(np.int32) - above, 0), 4)
    bottom = np.minimum(np.maximum(last.astype(np.int32) - above, -1), 3)
    which = top * 5 + bottom + 1
    dots: Dots = _LEFT[which[:, 0::2]] | _RIGHT[which[:, 1::2]]
    return dots


def _stretches(bits: Sequence[int]) -> Dots:
    """The dots of one side of a cell, by its first and last row: index first * 5 + last + 1."""
    table = [sum(bits[first:last]) for first in range(5) for last in range(5)]
    return np.array(table, dtype=np.uint8)


_LEFT = _stretches((0x01, 0x02, 0x04, 0x40))
_RIGHT = _stretches((0x08, 0x10, 0x20, 0x80))
