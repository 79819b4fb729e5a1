"""The terminal's own size is believed, not one that a shell exports."""

from __future__ import annotations

import os

import pytest

from tui.terminal import forget_exported_size


@pytest.mark.parametrize(
    ("driver", "kept"), [("", False), ("tui.serve.tab_driver:TabDriver", True)]
)
def test_an_exported_size_counts_in_a_browser_only(
    driver: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", driver)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "10")
    forget_exported_size()
    assert ("COLUMNS" in os.environ) is kept
    assert ("LINES" in os.environ) is kept
