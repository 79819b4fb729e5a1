"""What the chart tests share: random curves, and looking at a picture as text."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.strip import Strip

from widgets.chart import Curve, FloatArray

ANY_FLOAT = st.floats(allow_nan=True, allow_infinity=True, width=64)


@st.composite
def any_curves(draw: st.DrawFn, max_points: int = 30) -> Curve:
    """A curve over any finite x and any y at all, sometimes with a band."""
    count = draw(st.integers(0, max_points))
    finite = st.floats(allow_nan=False, allow_infinity=False)
    x = np.array(sorted(draw(st.lists(finite, min_size=count, max_size=count))), dtype=np.float64)
    y = draw_array(draw, count)
    band = draw(st.booleans())
    return Curve(
        x,
        y,
        draw_array(draw, count) if band else None,
        draw_array(draw, count) if band else None,
        label=draw(st.text(max_size=8)),
        marker=draw(st.text(max_size=1)),
        accent=draw(st.integers(-3, 20)),
        texture=draw(st.sampled_from(["solid", "dashed", "dotted", "dashdot"])),
    )


def draw_array(draw: st.DrawFn, count: int) -> FloatArray:
    """Any floats at all."""
    return np.array(draw(st.lists(ANY_FLOAT, min_size=count, max_size=count)), dtype=np.float64)


def texts(strips: list[Strip]) -> list[str]:
    """The rows of a picture without their colours."""
    return [strip.text for strip in strips]


def assert_size(strips: list[Strip], width: int, height: int) -> None:
    """Every strip is as wide as it claims, and as asked."""
    assert len(strips) == height
    for strip in strips:
        assert sum(cell_len(segment.text) for segment in strip) == width
        assert strip.cell_length == width


def decaying(points: int, *, seed: int = 0, **names: str) -> Curve:
    """A noisy loss that falls from 2.4 to 0.1."""
    random = np.random.default_rng(seed)
    x = np.arange(points, dtype=np.float64)
    y = (2.3 * np.exp(-4 * x / points) + 0.1) * np.exp(random.normal(0, 0.1, points))
    return Curve(x, y, label=names.get("label", "torch"), marker=names.get("marker", "T"))
