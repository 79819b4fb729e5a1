"""Devices and the lanes on them: figures in columns, n/a for what a driver does not tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from widgets.device_rows import DeviceRow, DevicesView, LaneMark, device_lines
from widgets.line import width

MARKS = tuple(LaneMark(letter, f"lane-{letter}+compile", n) for n, letter in enumerate("TKJABC"))
GPU = DeviceRow("cuda:0", "NVIDIA H100 80GB HBM3", MARKS, True, 12 << 30, 80 << 30, 87, 412.4, 61)
VIEW = DevicesView(
    rows=(
        GPU,
        DeviceRow("cuda:1", "NVIDIA H100 80GB HBM3", (), True, None, 80 << 30),
        DeviceRow("cpu", "Example CPU, 3 cores for lanes", MARKS[:2]),
        DeviceRow("cpu:0", "dashboard", ()),
    ),
    cursor=1,
    gpu_note="",
    memory_bytes=16 << 30,
)  # fmt: skip


def text_of(view: DevicesView, cells: int) -> str:
    lines, _ = device_lines(view, cells)
    return "\n".join("".join(piece.text for piece in line) for line in lines)


@pytest.mark.parametrize("cells", [40, 60, 80, 120, 200])
def test_every_device_has_its_line_and_fits(cells: int) -> None:
    lines, starts = device_lines(VIEW, cells)
    assert max(map(width, lines)) <= cells
    for row, start in zip(VIEW.rows, starts, strict=True):
        assert row.name in "".join(piece.text for piece in lines[start])


def test_a_gpu_shows_what_the_driver_tells_and_nothing_else() -> None:
    text = text_of(VIEW, 120)
    for part in ("12.0 GiB of 80.0 GiB", "██░", "87 %", "412 W", "61 °C", "n/a of 80.0 GiB"):
        assert part in text, part
    quiet = text_of(replace(VIEW, rows=VIEW.rows[1:2]), 120)
    assert quiet.count("n/a") == 4
    assert " 0 " not in quiet


def test_a_core_shows_how_busy_it_is_and_nothing_where_nobody_looked() -> None:
    rows = (replace(VIEW.rows[2], busy=50.4), VIEW.rows[3])
    view = replace(VIEW, rows=rows, memory_used=4 << 30)
    text = text_of(view, 120)
    assert "memory 4.00 GiB of 16.0 GiB" in text
    assert f"50 % {'█' * 6}{'░' * 6}" in text
    assert text.splitlines()[-1].split()[-1] == "n/a"
    narrow = text_of(view, 80)
    assert "50 %" in narrow
    assert "█" not in narrow


def test_lanes_are_letters_where_their_names_do_not_fit() -> None:
    assert "T lane-T+compile" in text_of(VIEW, 200)
    first = text_of(VIEW, 60).splitlines()[1]
    assert first.endswith("T K J A B C")


def test_no_gpu_says_why_and_the_cursor_has_a_sign() -> None:
    view = DevicesView(VIEW.rows[2:], 1, "no NVIDIA driver found", 1 << 30)
    text = text_of(view, 80)
    assert "none: no NVIDIA driver found" in text
    assert "▸ cpu:0" in text
