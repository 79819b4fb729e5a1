"""Lines out of pipes, and their levels."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.runlog.lines import LineBuffer
from engines.supervisor.lines import level_of


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=5))
def test_cuts_in_the_stream_do_not_matter(data: bytes, cuts: list[int]) -> None:
    buffer = LineBuffer()
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    lines = []
    for start, end in pairwise(places):
        lines += buffer.lines(data[start:end])
    assert b"\n".join([*lines, *(buffer.rest() or [b""])]) == data


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("UserWarning: something", "warning"),
        ("2026-01-01 12:00:00.1: W external/xla] slow", "warning"),
        ("W0000 00:00 computation_placer.cc:177] already registered", "warning"),
        ("2026-01-01 12:00:00.1: E external/xla] bad", "error"),
        ("Traceback (most recent call last):", "error"),
        ("RuntimeError: no", "error"),
        ("step 3", "info"),
    ],
)
def test_levels(line: str, level: str) -> None:
    assert level_of(line) == level
