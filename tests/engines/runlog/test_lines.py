"""Lines out of pipes and files."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engines.runlog.lines import LineBuffer


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=5))
def test_cuts_in_the_stream_do_not_matter(data: bytes, cuts: list[int]) -> None:
    buffer = LineBuffer()
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    lines = []
    for start, end in pairwise(places):
        lines += buffer.lines(data[start:end])
    assert b"\n".join([*lines, *(buffer.rest() or [b""])]) == data
