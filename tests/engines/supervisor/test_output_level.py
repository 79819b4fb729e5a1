"""The level of a line, from the words that the frameworks use."""

from __future__ import annotations

import pytest

from engines.supervisor.output_level import level_of


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
