"""Braille, block and box-drawing characters drawn by code, so that they join in any font."""

from __future__ import annotations

import unicodedata
from functools import cache

from PIL import Image, ImageDraw

_BRAILLE_DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""(column, row) of each bit of U+2800 and on."""
_QUADRANTS = (
    (2,), (3,), (0,), (0, 2, 3), (0, 3), (0, 1, 2), (0, 1, 3), (1,), (1, 2), (1, 2, 3),
)  # fmt: skip
"""U+2596 to U+259F: 0 upper left, 1 upper right, 2 lower left, 3 lower right."""
_SIDES = {
    "UP": "u", "DOWN": "d", "LEFT": "l", "RIGHT": "r", "VERTICAL": "ud", "HORIZONTAL": "lr",
}  # fmt: skip
_FINER = 4
"""Round shapes are drawn so many times larger, and shrunk."""


def shape(character: str, width: int, height: int) -> Image.Image | None:
    """The character's mask (mode L, 255 is ink) in a cell of pixels; None if it is up to the font."""
    code = ord(character) if len(character) == 1 else 0
    if 0x2800 <= code <= 0x28FF:
        return _braille(code - 0x2800, width, height)
    if 0x2580 <= code <= 0x259F:
        return _block(code, width, height)
    if 0x2500 <= code <= 0x257F:
        return _box(character, width, height)
    return None


def _braille(bits: int, width: int, height: int) -> Image.Image:
    mask = Image.new("L", (width * _FINER, height * _FINER))
    draw = ImageDraw.Draw(mask)
    radius = min(width / 2, height / 4) * _FINER * 0.38
    for bit, (column, row) in enumerate(_BRAILLE_DOTS):
        if bits >> bit & 1:
            x = (column + 0.5) * width * _FINER / 2
            y = (row + 0.5) * height * _FINER / 4
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return mask.resize((width, height), Image.Resampling.BOX)


def _block(code: int, width: int, height: int) -> Image.Image:
    mask = Image.new("L", (width, height))

    def fill(left: float, top: float, right: float, bottom: float, level: int = 255) -> None:
        box = (
            round(left * width),
            round(top * height),
            round(right * width),
            round(bottom * height),
        )
        if box[2] > box[0] and box[3] > box[1]:
            mask.paste(level, box)

    if code == 0x2580:
        fill(0, 0, 1, 0.5)
    elif code <= 0x2588:
        fill(0, 1 - (code - 0x2580) / 8, 1, 1)
    elif code <= 0x258F:
        fill(0, 0, (0x2590 - code) / 8, 1)
    elif code == 0x2590:
        fill(0.5, 0, 1, 1)
    elif code <= 0x2593:
        fill(0, 0, 1, 1, 64 * (code - 0x2590))
    elif code == 0x2594:
        fill(0, 0, 1, 1 / 8)
    elif code == 0x2595:
        fill(7 / 8, 0, 1, 1)
    else:
        for quarter in _QUADRANTS[code - 0x2596]:
            x, y = quarter % 2 / 2, quarter // 2 / 2
            fill(x, y, x + 0.5, y + 0.5)
    return mask


@cache
def arms(character: str) -> dict[str, str]:
    """Side (u, d, l, r) -> weight of a box-drawing character, from its Unicode name."""
    words = unicodedata.name(character).removeprefix("BOX DRAWINGS ")
    found: dict[str, str] = {}
    weight = "LIGHT"
    for group in words.split(" AND "):
        parts = group.split()
        weight = next(
            (one for one in parts if one in ("LIGHT", "HEAVY", "SINGLE", "DOUBLE")), weight
        )
        for part in parts:
            for side in _SIDES.get(part, ""):
                found[side] = "LIGHT" if weight == "SINGLE" else weight
    return found


def _box(character: str, width: int, height: int) -> Image.Image:
    name = unicodedata.name(character)
    thin = max(1, round(width / 9))
    if "ARC" in name:
        return _arc(arms(character), width, height, thin)
    mask = Image.new("L", (width, height))
    if "DIAGONAL" in name:
        draw = ImageDraw.Draw(mask)
        if "UPPER RIGHT" in name or "CROSS" in name:
            draw.line((0, height - 1, width - 1, 0), fill=255, width=thin)
        if "UPPER LEFT" in name or "CROSS" in name:
            draw.line((0, 0, width - 1, height - 1), fill=255, width=thin)
        return mask
    x, y = (width - thin) // 2, (height - thin) // 2
    for side, weight in arms(character).items():
        thick = thin * 2 + thin % 2 if weight == "HEAVY" else thin
        offsets = (-thin, thin) if weight == "DOUBLE" else (-((thick - thin) // 2),)
        # Arms reach over the middle, so that corners are filled.
        over = max(thick, thin * 2 if weight == "DOUBLE" else 0)
        for offset in offsets:
            if side in "lr":
                start, end = (0, x + over) if side == "l" else (x, width)
                mask.paste(255, (start, y + offset, end, y + offset + thick))
            else:
                start, end = (0, y + over) if side == "u" else (y, height)
                mask.paste(255, (x + offset, start, x + offset + thick, end))
    for dashes, word in ((2, "DOUBLE DASH"), (3, "TRIPLE DASH"), (4, "QUADRUPLE DASH")):
        if word in name:
            _dash(mask, dashes, "HORIZONTAL" in name)
    return mask


def _dash(mask: Image.Image, dashes: int, across: bool) -> None:
    length = mask.width if across else mask.height
    gap = max(1, round(length / dashes / 3))
    for number in range(dashes):
        end = round((number + 1) * length / dashes)
        mask.paste(
            0, (end - gap, 0, end, mask.height) if across else (0, end - gap, mask.width, end)
        )


def _arc(sides: dict[str, str], width: int, height: int, thin: int) -> Image.Image:
    """A quarter of a circle between two sides, with straight ends where the cell is longer."""
    fine = _FINER
    mask = Image.new("L", (width * fine, height * fine))
    draw = ImageDraw.Draw(mask)
    x = ((width - thin) // 2 + thin / 2) * fine
    y = ((height - thin) // 2 + thin / 2) * fine
    pen = thin * fine
    right, down = "r" in sides, "d" in sides
    reach = width * fine - x if right else x
    center_x, center_y = (x + reach if right else x - reach), (y + reach if down else y - reach)
    outer = reach + pen / 2
    start = {(True, True): 180, (False, True): 270, (False, False): 0, (True, False): 90}
    angle = start[right, down]
    draw.arc(
        (center_x - outer, center_y - outer, center_x + outer, center_y + outer),
        angle, angle + 90, fill=255, width=pen,
    )  # fmt: skip
    edge = height * fine if down else 0
    draw.rectangle(
        (x - pen / 2, min(center_y, edge), x + pen / 2 - 1, max(center_y, edge)), fill=255
    )
    return mask.resize((width, height), Image.Resampling.BOX)
