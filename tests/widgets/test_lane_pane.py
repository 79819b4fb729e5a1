"""A lane's pane: it fits any size, what matters most survives, and nothing jumps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as replaced

from engines.events import Compiled
from widgets.lane_lines import lay_out_lane
from widgets.lane_pane import title_name
from widgets.lane_table import table_lines
from widgets.lane_view import LaneView
from widgets.line import Piece, cut, spread, width, wrap

COMPILED = Compiled(
    lane="torch", at=9.0, step=0, mode="compile", seconds=8.21, trace_seconds=2.1,
    lower_seconds=0.41, backend_seconds=5.7, cached=False, reason="first step",
)  # fmt: skip
LANE = LaneView(
    id="torch", marker="T", accent=0, framework="torch", version="2.13.0",
    versions="2.13.0 (CPU only)", device="cpu",
    mode="compile", plain=False, phase="training", phase_detail="",
    phase_clock="12 s", step=12_340, loss=0.0312, test_loss=0.09, accuracy=0.972,
    step_seconds=1.2e-3, p90_seconds=1.5e-3, examples_per_second=52_100.0, cpu_seconds=1.9e-3,
    lane_seconds=14.2, compile=COMPILED, compiles=2, compile_failed="",
    rss_bytes=1 << 29, own_bytes=1 << 28,
    device_bytes=None, cpu_percent=187.0, parameters=85_002, threads=3, difference=3e-7,
    is_reference=False, error="", last_lines=(),
)  # fmt: skip
CRASHED = replace(
    LANE, phase="crashed", error="killed by SIGKILL " * 9, last_lines=("a", "b\tc", "d" * 300)
)


def text(view: LaneView, cells: int, rows: int) -> str:
    lines = lay_out_lane(view, cells, rows).lines
    return "\n".join("".join(piece.text for piece in line) for line in lines)


@given(st.sampled_from([LANE, CRASHED]), st.integers(1, 220), st.integers(1, 60))
def test_it_fits_any_size(view: LaneView, cells: int, rows: int) -> None:
    layout = lay_out_lane(view, cells, rows)
    assert len(layout.lines) <= rows
    assert all(width(line) <= cells for line in layout.lines)
    for place in layout.charts:
        assert place.y + place.height <= rows
        assert place.x + place.width <= cells
        assert all(not line for line in layout.lines[place.y : place.y + place.height])


@given(st.integers(1, 220), st.integers(1, 6))
def test_the_table_fits_any_width(cells: int, lanes: int) -> None:
    lines = table_lines([LANE] * lanes, "torch", cells)
    assert len(lines) == lanes + 1
    assert all(width(cut(line, cells)) <= cells for line in lines)


def test_ten_narrow_rows_hold_what_matters() -> None:
    shown = text(LANE, 22, 10)
    for part in ("compile", "12,340", "0.0312", "97.2 %", "1.20 ms", "1.50 ms", "52.1 k",
                 "8.21 s (2nd)", "512 MiB"):  # fmt: skip
        assert part in shown, part


def test_phases_and_failures_move_nothing() -> None:
    def rows_of(view: LaneView) -> list[int]:
        lines = text(view, 36, 18).split("\n")
        return [at for at, line in enumerate(lines) if line.startswith(("step ", "RSS", "compile"))]

    busy = replace(LANE, phase="compiling", phase_detail="torch.compile, first step")
    failed = replace(LANE, compile_failed="no C++ compiler found " * 5)
    never = replace(LANE, compile=None)
    assert rows_of(LANE) == rows_of(busy) == rows_of(failed) == rows_of(never)


def test_a_suspended_lane_says_what_helps_at_any_width_and_moves_nothing() -> None:
    held = replace(LANE, phase="suspended", held="kill -CONT 12345, or r restarts it")
    assert "! suspended" in text(held, 24, 14)
    assert "kill -CONT 12345, or r" in text(held, 24, 14)
    assert "kill -CONT 12345, or r restarts it" in text(held, 40, 14)
    for cells in (24, 40, 80):
        training, suspended = (text(view, cells, 14).split("\n") for view in (LANE, held))
        changed = [n for n, line in enumerate(training) if line != suspended[n]]
        assert len(training) == len(suspended)
        assert len(changed) == 2


def test_a_lane_without_a_step_time_of_now_says_why_at_any_width_and_moves_nothing() -> None:
    why = "contended: lanes share the device; 803 µs before that"
    nothing = {"step_seconds": None, "p90_seconds": None, "examples_per_second": None}
    free = replace(LANE, untimed="contended", doubt=why, cpu_seconds=None, **nothing)
    for cells in (22, 40, 80):
        training, shared = (text(view, cells, 14).split("\n") for view in (LANE, free))
        assert len(training) == len(shared)
        (times,) = (line for line in shared if line.startswith("step time"))
        assert times.split()[2] in ("contended", "n/a"), times
        assert any(line.lstrip().startswith("contended: lanes") for line in shared)
        assert "1.20 ms" in "".join(training)
        assert "1.20 ms" not in "".join(shared)
    (_, row) = table_lines([free], "torch", 160)
    assert any(piece.text == "contended" and piece.role == "warning" for piece in row)


def test_a_narrow_column_says_compile_whole() -> None:
    for count, cached, said in ((1, True, "compile   10.4 s cached"), (2, True, "10.4 s (2nd)")):
        done = replaced(COMPILED, seconds=10.4, cached=cached)
        assert said in text(replace(LANE, compile=done, compiles=count), 23, 10)


def test_rows_too_few_for_a_chart_show_more_figures() -> None:
    assert "parity" not in text(LANE, 29, 11)
    assert "parity" in text(LANE, 29, 14)
    assert not lay_out_lane(LANE, 29, 14).charts
    assert lay_out_lane(LANE, 29, 22).charts


def test_across_a_wide_pane_compiling_is_told_from_the_left() -> None:
    for cells in (60, 120):
        shown = text(LANE, cells, 20)
        assert "compile   8.21 s cold (2nd)  first step" in shown
        assert "\n          trace 2.10 lower 0.41 backend 5.70 s" in shown
    failed = text(replace(LANE, compile_failed="no C++ compiler found"), 60, 20)
    assert "compile   ✗ failed: no C++ compiler found" in failed


def test_a_title_gives_up_its_version_before_its_device() -> None:
    lane = replace(LANE, version="2.13.0+cu130", device="cuda:0")
    assert title_name(lane, 40) == "torch 2.13.0+cu130"
    assert title_name(lane, 24) == "torch 2.13.0"
    assert title_name(lane, 20) == "torch"


def test_a_crash_keeps_the_way_back_in_little_room() -> None:
    shown = text(CRASHED, 24, 6)
    assert "press r to restart" in shown
    assert "killed by SIGKILL" in shown


def test_lines_are_cut_and_spread_by_cells() -> None:
    wide = (Piece("日本語"),)
    assert width(cut(wide, 4)) <= 4
    assert width(spread(wide, (Piece("x"),), 10)) == 10
    assert width(spread(wide, (Piece("a long right side"),), 5)) == 5
    assert len(wrap("one two three four five", 7, 2, "dim")) == 2


def test_a_narrow_pane_keeps_the_compile_clock() -> None:
    busy = replace(LANE, phase="compiling", phase_clock="12.3 s")
    for mode in ("eager", "compile", "eager → compile", "reduce-overhead"):
        first = text(replace(busy, mode=mode), 22, 10).split("\n")[0]
        assert first.endswith(("compiling 12.3 s", "compiling 12 s")), first
        assert len(first) == 22
    assert text(replace(busy, mode="compile"), 22, 10).startswith("compile compiling 12 s")


@pytest.mark.parametrize(
    ("clock", "shown"),
    [("57 s", "57 s"), ("1m 57s", "1m57s"), ("12m 57s", "12m"), ("1h 02m", "1h02m")],
)
def test_a_long_clock_leaves_the_mode_its_letters(clock: str, shown: str) -> None:
    view = replace(LANE, mode="compile", phase="training", phase_clock=clock)
    first = text(view, 22, 10).split("\n")[0]
    assert first.split() == ["compile", "training", *shown.split()]
