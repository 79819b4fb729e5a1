"""The lane detail's tables: every figure has its unit, and what was not measured is n/a."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from msgspec.structs import replace as replaced

from engines.events import Compiled, CompileFailed, ModeChanged
from engines.graph_break import GraphBreak
from engines.run.break_even import BreakEven
from engines.run.gain import Gain, How
from engines.run.turn_ratio import TurnRatio
from widgets.compile_rows import CompilesView, compile_lines
from widgets.fact_rows import FactsView, fact_lines
from widgets.lane_fields import Field
from widgets.line import Line, width
from widgets.step_time_rows import (
    ModeRow,
    StepTimesView,
    break_even_texts,
    step_time_lines,
)

WIDTHS = (60, 80, 120, 200)
DONE = Compiled(
    lane="torch", at=65.0, step=1200, mode="reduce-overhead", seconds=8.21, trace_seconds=0.5,
    backend_seconds=7.0, cached=False, programs=3, reason="batch size changed from 64 to 128",
)  # fmt: skip
COMPILES = CompilesView(
    compiles=(DONE, replaced(DONE, cached=True)),
    failures=(
        CompileFailed(
            lane="torch", at=70.0, step=1300, mode="reduce-overhead", fallback="eager",
            error="no compiler found",
        ),
    ),
    changes=(
        ModeChanged(
            lane="torch", at=66.0, step=1200, previous="eager", mode="reduce-overhead", seconds=0.02
        ),
    ),
    recompiles=1,
    seconds=16.42,
)  # fmt: skip
BREAK_EVEN = BreakEven("compile", "eager", 1.38, 534e-6, 318e-6, 6389, None, "")
TIMES = StepTimesView(
    modes=(
        ModeRow("eager", False, 534e-6, 734e-6, None, 228),
        ModeRow("compile", True, 318e-6, 435e-6, 449e-6, 190),
    ),
    left_out=(("compile", 1), ("contended", 4), ("turn", 22)),
    break_even=(BREAK_EVEN,),
)


def text_of(lines: Sequence[Line]) -> str:
    return "\n".join("".join(piece.text for piece in line) for line in lines)


@pytest.mark.parametrize("cells", WIDTHS)
def test_a_compilation_shows_all_its_parts_at_any_width(cells: int) -> None:
    lines = compile_lines(COMPILES, cells)
    text = text_of(lines)
    for part in (
        "2 in 16.4 s, 1 of them recompiles", "1 failed", "0:01:05", "1,200", "reduce-overhead",
        "8.21 s", "500 ms", "7.00 s", "n/a", "cold", "cached", "batch size changed from 64",
        "✗ failed: no compiler found (went on in eager)", "eager → reduce-overhead", "20.0 ms",
    ):  # fmt: skip
        assert part in text, part
    assert max(map(width, lines)) <= cells


@pytest.mark.parametrize("cells", [80, 120])
def test_a_long_reason_stands_below_in_full(cells: int) -> None:
    reason = "the batch size changed from 64 to 128, and so did the shape of the inputs"
    view = replace(COMPILES, compiles=(replaced(DONE, reason=reason),))
    assert " ".join(text_of(compile_lines(view, cells)).split()).count(reason) == 1


def test_many_compilations_are_counted_where_they_are_not_shown() -> None:
    text = text_of(compile_lines(replace(COMPILES, compiles=(DONE,) * 100, failures=()), 120))
    assert "and 60 earlier" in text


@pytest.mark.parametrize("cells", WIDTHS)
def test_graph_breaks_stand_with_their_place_and_reason(cells: int) -> None:
    places = tuple(
        GraphBreak(where=f"own.py:{line}", times=9 - line, reason="it prints") for line in range(5)
    )
    done = replaced(
        DONE, graphs=36, breaks=35, broken_at=places, uncompiled=("forward (own.py:8)",)
    )
    lines = compile_lines(replace(COMPILES, compiles=(done,)), cells)
    text = " ".join(text_of(lines).split())
    for part in (
        "36 graphs, 35 breaks, most at own.py:0", "runs uncompiled: forward (own.py:8)",
        "own.py:0 ×9: it prints", "own.py:2 ×7", "and 2 more places",
    ):  # fmt: skip
        assert part in text, part
    assert max(map(width, lines)) <= cells


def test_a_mode_that_gave_up_went_on_in_none() -> None:
    gave_up = replaced(COMPILES.failures[0], fallback="reduce-overhead", error="own.py:8 is left")
    text = text_of(compile_lines(replace(COMPILES, failures=(gave_up,)), 120))
    assert "✗ gave up: own.py:8 is left" in text
    assert "went on in" not in text


def test_what_happened_last_stands_first() -> None:
    older = replaced(DONE, at=5.0, mode="compile")
    first = ModeChanged(lane="torch", at=2.0, step=0, previous="compile", mode="eager", seconds=0.5)
    view = replace(COMPILES, compiles=(older, DONE), changes=(first, *COMPILES.changes))
    text = text_of(compile_lines(view, 120))
    assert re.findall(r"^ (0:\d\d:\d\d|\d:\d\d)", text, re.MULTILINE) == [
        *("0:01:10", "0:01:05", "0:00:05"),
        *("0:01:06", "0:00:02"),
    ]


@pytest.mark.parametrize("cells", WIDTHS)
def test_step_times_name_the_present_mode_and_what_was_left_out(cells: int) -> None:
    lines = step_time_lines(TIMES, cells)
    text = text_of(lines)
    for part in ("534 µs", "318 µs", "n/a", "▸ compile", "after 6,389 steps", "1.38 s to compile"):
        assert part in text, part
    assert "22 × first chunk of a turn" in " ".join(text.split())
    assert max(map(width, lines)) <= cells


def test_nothing_measured_is_said_in_words() -> None:
    text = text_of(step_time_lines(StepTimesView((), (), ()), 80))
    assert "n/a: no clean sample yet" in text
    assert "left out, in chunks: none" in text


def test_break_even_is_steps_never_or_why_not() -> None:
    assert break_even_texts(BREAK_EVEN)[0] == "after 6,389 steps"
    assert break_even_texts(replace(BREAK_EVEN, steps=1))[0] == "after 1 step"
    slower = replace(BREAK_EVEN, steps=None, slower=0.123)
    assert break_even_texts(slower)[0] == "never (slower by 12.3%)"
    missing = replace(BREAK_EVEN, steps=None, why_not="only eager was measured")
    assert break_even_texts(missing) == ("n/a: only eager was measured", "")


def test_break_even_tells_the_cost_with_the_loading_and_the_gain_with_its_interval() -> None:
    brings = Gain(TurnRatio(30, 0.6, 0.58, 0.62), How.BESIDE)
    row = replace(BREAK_EVEN, gain=brings, loading_seconds=0.4, steps_between=(6000, 7000))
    result, how = break_even_texts(row)
    assert result == "after 6,389 steps (6,000-7,000)"
    assert how == (
        "980 ms to compile + 400 ms to load, a step of 318 µs against 534 µs eager: "
        "1.67x faster (1.61-1.72), beside another lane"
    )
    unsaid = replace(BREAK_EVEN, steps=None, why_not="no difference (0.97-1.02)", gain=brings)
    result, how = break_even_texts(unsaid)
    assert result == "n/a: no difference (0.97-1.02)"
    assert how.startswith("1.38 s to compile, a step of 318 µs against 534 µs eager")


@pytest.mark.parametrize("cells", WIDTHS)
def test_facts_stand_in_columns_that_fit(cells: int) -> None:
    short = tuple(Field(f"fact {n}", "n/a" if n % 2 else f"{n} MiB") for n in range(16))
    lines = fact_lines(FactsView((Field("device", "cuda:0 · " + "GPU" * 80),), short), cells)
    text = text_of(lines)
    assert all(f"fact {n} " in text for n in range(16))
    assert max(map(width, lines)) <= cells
