"""Numbers as texts: known widths, n/a, no surprises."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets import quantities as q


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "n/a"), (math.nan, "n/a"), (0.0, "0 s"), (5.2e-8, "52.0 ns"), (5.2e-4, "520 µs"),
        (9.996e-4, "1.00 ms"), (0.01234, "12.3 ms"), (1.0, "1.00 s"), (99.94, "99.9 s"),
        (125, "2m 05s"), (3700, "1h 02m"),
    ],
)  # fmt: skip
def test_seconds(seconds: float | None, text: str) -> None:
    assert q.seconds_text(seconds) == text


@given(st.floats(1e-9, 1e6))
def test_durations_fit_their_column(seconds: float) -> None:
    assert len(q.seconds_text(seconds)) <= 8


@given(st.integers(0, 2**50))
def test_bytes_fit_their_column(count: int) -> None:
    assert len(q.bytes_text(count)) <= 8


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_losses_fit_their_column(loss: float) -> None:
    assert len(q.loss_text(loss)) <= 10


@given(st.integers(0, 10**12))
def test_counts_fit_their_column(count: int) -> None:
    assert len(q.count_text(count)) <= 10


def test_the_others() -> None:
    assert q.clock_text(7.29, tenths=True) == "7.2 s"
    assert q.clock_text(65) == "1m 05s"
    assert q.elapsed_text(3661) == "1:01:01"
    assert q.bytes_text(None) == "n/a"
    assert q.bytes_text(1536 << 20) == "1.50 GiB"
    assert q.rate_text(52_100) == "52.1 k"
    assert q.share_text(0.9722) == "97.2 %"
    assert q.loss_text(math.nan) == "nan"
    assert q.difference_text(None) == "n/a"
    assert q.difference_text(0.0) == "0"
    assert q.difference_text(3.14e-7) == "3.1e-7"
