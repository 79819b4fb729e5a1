"""What `fwdash doctor` says of a framework that does not import."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from tui.cli import main

ADVICE = "raise ImportError('libcudart.so.12: cannot open\\n\\n\\nFailed to load.\\nSee the web.')"


def test_an_import_that_fails_is_told_with_its_cause_not_with_advice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.plain.doctor.IMPORTS", {"keras": (ADVICE, "pip install keras")})
    told = CliRunner().invoke(main, ["doctor"]).output
    line = next(line for line in told.splitlines() if "keras" in line)
    assert "does not import: ImportError: libcudart.so.12: cannot open. Try: pip" in line
