"""Accents that colour-blind readers can tell apart, readable on dark and on light."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from textual.color import BLACK, WHITE, Color

from .curve import Accent

OKABE_ITO = ("#E69F00", "#56B4E9", "#009E73", "#CC79A7", "#D55E00", "#0072B2", "#B8A91A")
"""Okabe and Ito, "Color Universal Design" (2008), strongest contrasts first.

Their yellow is darkened, and their black left out: neither shows on every background.
"""
SIXTEEN = ("#FFFF55", "#5555FF", "#55FF55", "#FF55FF", "#FF5555", "#55FFFF", "#AA5500")
"""The same places in a terminal of 16 colours: its own, so that no two become one. There the sky blue
and the green above are both cyan."""
_colours = list(OKABE_ITO)
CONTRAST = 3.2
"""WCAG 2 asks 3:1 of graphics; a braille dot is smaller than what that was measured on."""


@dataclass(frozen=True)
class Look:
    """The colours of everything that is not a curve, as opaque RGB."""

    background: Color = field(default_factory=lambda: Color(18, 18, 18))
    """What is painted behind the chart; an ANSI colour is passed on as it is."""
    paper: Color = field(default_factory=lambda: Color(18, 18, 18))
    """What faint colours are mixed with: the background, or a guess where it is ANSI."""
    title: Color = field(default_factory=lambda: Color(224, 224, 224))
    label: Color = field(default_factory=lambda: Color(145, 145, 145))
    axis: Color = field(default_factory=lambda: Color(80, 80, 80))
    grid: Color = field(default_factory=lambda: Color(48, 48, 48))
    cursor: Color = field(default_factory=lambda: Color(200, 200, 200))
    mark: Color = field(default_factory=lambda: Color(160, 160, 160))
    span: Color = field(default_factory=lambda: Color(52, 52, 58))

    def accent(self, accent: Accent | None) -> Color:
        """The colour of an accent, moved as far as the paper demands; None is a mark's."""
        return self.mark if accent is None else accent_color(accent, self.paper)

    def faint(self, color: Color, strength: float = 0.42) -> Color:
        """A colour mixed into the paper; a strength of 0 is the paper, 1 the colour."""
        return self.paper.blend(color, strength)


def use_sixteen(on: bool) -> None:
    """Take accents from the 16 colours of a plain terminal, or from the full palette again."""
    chosen = SIXTEEN if on else OKABE_ITO
    if tuple(_colours) != chosen:
        _colours[:] = chosen
        accent_color.cache_clear()


def quieter(color: Color, paper: Color) -> Color:
    """A colour that steps back, as of a border; among 16 there is none between it and grey."""
    return color if tuple(_colours) == SIXTEEN else paper.blend(color, 0.45)


@lru_cache(maxsize=256)
def accent_color(accent: Accent, paper: Color, ratio: float = CONTRAST) -> Color:
    """Resolve an accent so that it stands out from the paper.

    Raises:
        ColorParseError: If a string is no colour that Textual knows.
    """
    # 4.4 us to resolve, 0.2 to find, for each lane's letter, badge and curve.
    text = _colours[accent % len(_colours)] if isinstance(accent, int) else accent
    color = Color.parse(text)
    color = Color(color.r, color.g, color.b)
    towards = WHITE if luminance(paper) < 0.18 else BLACK
    for step in range(11):
        moved = color.blend(towards, step / 10)
        if contrast(moved, paper) >= ratio:
            return moved
    return towards


def contrast(one: Color, other: Color) -> float:
    """The WCAG 2 contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    """The WCAG 2 relative luminance of a colour, from 0 to 1."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
