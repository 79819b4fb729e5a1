"""Cast lines: times go on, pauses are limited, and both versions tell the same."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.film.casts.cast import CastLines, header_line

TIMES = st.lists(st.floats(0, 1e5), min_size=1, max_size=50).map(sorted)


def lines(version: int, times: list[float], idle: float | None) -> list[list[object]]:
    made = CastLines(version, idle)
    return [json.loads(made.line(at, "o", "x")) for at in times]


@given(TIMES, st.none() | st.floats(0.1, 10))
def test_intervals_of_version_3_add_up_to_the_times_of_version_2(
    times: list[float], idle: float | None
) -> None:
    at = 0
    for absolute, interval in zip(lines(2, times, idle), lines(3, times, idle), strict=True):
        at += round(float(str(interval[0])) * 1000)
        assert at == round(float(str(absolute[0])) * 1000)


@given(TIMES, st.floats(0.1, 10))
def test_no_pause_is_longer_than_the_limit(times: list[float], idle: float) -> None:
    told = [0.0, *(float(str(line[0])) for line in lines(2, times, idle))]
    for before, after in itertools.pairwise(told):
        assert 0 <= after - before <= idle + 0.0011


def test_without_a_limit_times_are_those_of_the_events() -> None:
    assert [line[0] for line in lines(2, [0.0, 1.5, 100.25], None)] == [0.0, 1.5, 100.25]


@pytest.mark.parametrize("version", [2, 3])
def test_a_header_names_version_and_size(version: int) -> None:
    header = json.loads(header_line(version, 120, 36, title="a race", timestamp=7))
    assert header["version"] == version
    assert header["title"] == "a race"
    assert header["timestamp"] == 7
    size = header if version == 2 else header["term"]
    assert [size[name] for name in (("width", "height") if version == 2 else ("cols", "rows"))] == [
        120,
        36,
    ]


@given(st.text())
def test_any_text_is_one_line_of_json(text: str) -> None:
    line = CastLines(2).line(0.5, "o", text)
    assert line.count("\n") == 1
    assert json.loads(line) == [0.5, "o", text]
