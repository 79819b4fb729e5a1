"""The monospace font of pictures: DejaVu Sans Mono, which comes with matplotlib."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

ADVANCE = 0.602
"""Width of a DejaVu Sans Mono character in ems."""


@cache
def font_folder() -> Path:
    """Where the font's files are; found without importing matplotlib, which takes a second."""
    from importlib.util import find_spec

    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        from engines.errors import RunError

        raise RunError("Pictures need the fonts of matplotlib, which is not installed.")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


@cache
def monospace(size: float, *, bold: bool = False, italic: bool = False) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels an em."""
    style = ("Bold" if bold else "") + ("Oblique" if italic else "")
    name = f"DejaVuSansMono-{style}.ttf" if style else "DejaVuSansMono.ttf"
    return ImageFont.truetype(font_folder() / name, size)
