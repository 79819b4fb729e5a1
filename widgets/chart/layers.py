"""The curves on the canvas: dim bands first, bright lines over them, letters at their ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .braille import BLANK, fill, trace
from .canvas import Canvas
from .columns import Columns
from .curve import FloatArray
from .palette import Look
from .plot import Layout, Plot
from .scale import Scale

DIVERGED = "✕"
STRAND = 3
"""Cells in a row that lines which are equal give one of their colours."""


def drawing_order(count: int, front: int) -> list[int]:
    """Curve indices from back to front; the others keep their order behind the front one."""
    if count == 0:
        return []
    front %= count
    return [*(index for index in reversed(range(count)) if index != front), front]


def braid(lines: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which cells each line gives its colour: where lines are equal, one after the other does.

    Otherwise the front one would hide the others, and nobody would see that they are equal.

    Args:
        lines: The dots of each line in each cell. Shape (lines, height, width).

    Returns:
        Of the same shape. Where lines differ in a cell, each of them is painted, the front one last.
    """
    there = lines > 0
    count = there.sum(axis=0, dtype=np.uint8)
    most = lines.max(axis=0, initial=0)
    equal = (count > 1) & ~(there & (lines != most)).any(axis=0)
    strand = np.arange(lines.shape[2]) // STRAND % np.maximum(count, 1)
    turn = np.cumsum(there, axis=0, dtype=np.uint8) == strand + 1
    painted: NDArray[np.bool_] = there & (~equal | turn)
    return painted


def pixel_rows(values: FloatArray, scale: Scale, height: int) -> FloatArray:
    """Data as pixel rows from the top, 4 to a cell, far outside values kept within reason."""
    rows = (1 - scale.to_unit(values)) * (4 * height - 1)
    return np.clip(rows, -1e6, 1e6)


def draw_curves(
    canvas: Canvas,
    plot: Plot,
    columns: Sequence[Columns],
    layout: Layout,
    look: Look,
    scale: Scale,
) -> None:
    """Draw all bands, then all lines, the front curve last in each."""
    area = layout.plot
    order = drawing_order(len(columns), plot.front)
    pixels = area.width * 2
    for index in order:
        reduced, curve = columns[index], plot.curves[index]
        top = pixel_rows(reduced.high, scale, area.height)
        bottom = pixel_rows(reduced.low, scale, area.height)
        dots = fill(trace(reduced.positions, top, bottom, reduced.joined, pixels), *_size(layout))
        ink = look.faint(look.accent(curve.accent))
        canvas.cells(area.x, area.y, dots + np.int32(BLANK), dots > 0, ink)
    # A cell has one colour, the front curve's; the dots of those behind it stay in it.
    lines = np.zeros((len(columns), area.height, area.width), dtype=np.uint8)
    for index, (reduced, curve) in enumerate(zip(columns, plot.curves, strict=True)):
        rows = pixel_rows(reduced.value, scale, area.height)
        extents = trace(reduced.positions, rows, rows, reduced.joined, pixels)
        lines[index] = fill(extents, *_size(layout), curve.texture)
    painted = braid(lines) if len(order) > 1 and order[-1] == 0 else lines > 0
    together = np.zeros((area.height, area.width), dtype=np.uint8)
    for index in order:
        together |= lines[index]
        ink = look.accent(plot.curves[index].accent)
        canvas.cells(area.x, area.y, together + np.int32(BLANK), painted[index], ink)
    for index in order:
        ink = look.accent(plot.curves[index].accent)
        for at, sunk in zip(columns[index].diverged, columns[index].sunk, strict=True):
            row = area.y + area.height - 1 if sunk else area.y
            canvas.text(area.x + int(at) // 2, row, DIVERGED, ink, bold=True)


def draw_letters(
    canvas: Canvas,
    plot: Plot,
    columns: Sequence[Columns],
    layout: Layout,
    look: Look,
    scale: Scale,
) -> None:
    """Write each curve's letter right of its last point, side by side where they meet."""
    if not layout.margin:
        return
    area = layout.plot
    taken: set[tuple[int, int]] = set()
    for index in reversed(drawing_order(len(columns), plot.front)):
        curve, reduced = plot.curves[index], columns[index]
        inside = reduced.positions < area.width * 2
        if not curve.marker or not inside.any():
            continue
        last = int(np.flatnonzero(inside)[-1])
        at, value = float(reduced.positions[last]), reduced.value[last : last + 1]
        if len(reduced.positions) > last + 1 and reduced.joined[last]:
            at = area.width * 2 - 1.0
        pixel = float(pixel_rows(value, scale, area.height)[0])
        if at < 0 or np.isnan(pixel):  # a mean below its own band may have no logarithm
            continue
        row = int(np.rint(pixel)) // 4
        row = min(max(row, 0), area.height - 1)
        x = area.x + int(at) // 2 + 1
        while (x, row) in taken and x < canvas.width:
            x += 1
        if x >= canvas.width:
            continue
        taken.add((x, row))
        canvas.text(x, area.y + row, curve.marker[:1], look.accent(curve.accent), bold=True)


def _size(layout: Layout) -> tuple[int, int]:
    return layout.plot.width, layout.plot.height
