"""The line of the lanes' pace: in full words where there is room, short and true where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from widgets.line import width
from widgets.pace_line import LanePaceView, PaceLineView, pace_line

ALIKE = LanePaceView("keras", "K", 1, "1.02x slower", "0.98-1.06", "no difference", False)
FASTER = LanePaceView("jax", "J", 2, "1.45x faster", "1.41-1.49", "faster", True)
NOT_YET = LanePaceView("jax", "J", 2, "", "", "not to be said yet", False)


def text(*lanes: LanePaceView, cells: int = 120) -> str:
    line = pace_line(PaceLineView("torch", "T", 0, lanes), cells)
    assert width(line) <= cells
    return "".join(piece.text for piece in line)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (120, " pace to T torch   K keras 1.02x slower (0.98-1.06: no difference)   "
              "J jax 1.45x faster (1.41-1.49)"),
        (90, " pace to T  K 1.02x slower (0.98-1.06: no difference)  J 1.45x faster (1.41-1.49)"),
        (80, " pace T  K no difference (0.98-1.06)  J 1.45x faster (1.41-1.49)"),
        (60, " pace T  K alike  J 1.45x faster"),
        (20, " pace T  K alike  J…"),
    ],
)  # fmt: skip
def test_it_says_as_much_as_fits(cells: int, told: str) -> None:
    assert text(ALIKE, FASTER, cells=cells) == told


def test_what_is_not_known_is_said() -> None:
    assert text(NOT_YET) == " pace to T torch   J jax not to be said yet"
    assert text(NOT_YET, cells=20) == " pace T  J not yet"


def test_what_was_said_of_the_modes_before_stands_where_there_is_room() -> None:
    before = replace(NOT_YET, before="1.45x faster as jit to eager")
    told = " pace to T torch   J jax not to be said yet (1.45x faster as jit to eager)"
    assert text(before) == told
    assert text(before, cells=60) == " pace to T  J not to be said yet"


def test_six_lanes_fit_80_columns_with_what_matters() -> None:
    assert text(*[FASTER] * 5, cells=80).count("1.45x faster") >= 4
