"""What a chart draws: curves and the things said about them, as frozen plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
Accent: TypeAlias = int | str
"""An index into the palette, or any colour that Textual can parse (`#E69F00`, `orange`)."""
Texture: TypeAlias = Literal["solid", "dashed", "dotted", "dashdot"]


@dataclass(frozen=True, eq=False)
class Curve:
    """One series: a value for each x, and optionally the band it was reduced from.

    Raises:
        ValueError: If the arrays are not one-dimensional or differ in length.
    """

    x: FloatArray
    """Shape (n,), non-decreasing and finite. Not to be changed in place once shown."""
    y: FloatArray
    """Shape (n,). NaN and infinity are gaps, and are marked as divergence."""
    low: FloatArray | None = None
    """Shape (n,): the smallest value behind each point, so that spikes survive."""
    high: FloatArray | None = None
    """Shape (n,): the largest value behind each point."""
    label: str = ""
    marker: str = ""
    """One letter, drawn in the legend and at the curve's right end."""
    accent: Accent = 0
    texture: Texture = "solid"
    points_per_value: float = 1.0
    """How many samples each point stands for: smoothing decays by that many at once."""
    newest: float | None = None
    """The last sample itself, where the last point is a mean of several."""
    outliers_run_out: bool = False
    """Whether an axis is made for nearly all of the line, and what lies far above runs out at the top:
    one slow step would press the rest of a run onto the axis."""

    def __post_init__(self) -> None:
        for name in ("x", "y", "low", "high"):
            values = getattr(self, name)
            if values is None:
                continue
            values = np.asarray(values, dtype=np.float64)
            if values.ndim != 1:
                raise ValueError(f"{name} must be one-dimensional, not of shape {values.shape}")
            if len(values) != len(self.x):
                raise ValueError(f"{name} has {len(values)} values for {len(self.x)} of x")
            object.__setattr__(self, name, values)


@dataclass(frozen=True)
class Span:
    """A stretch of x behind the curves, such as a compilation."""

    start: float
    end: float
    label: str = ""
    accent: Accent | None = None


@dataclass(frozen=True)
class Mark:
    """A vertical line at one x: a mode change, or something a person noted."""

    x: float
    label: str = ""
    accent: Accent | None = None


@dataclass(frozen=True)
class Reference:
    """A horizontal line at one y, such as a baseline to reach."""

    y: float
    label: str = ""
    accent: Accent | None = None
