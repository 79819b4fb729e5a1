"""The terminal's own size is believed, and its loss changes no exit code."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tui.terminal import forget_exported_size

ROOT = Path(__file__).parents[2]
LOST = """
import sys
from tui.terminal import let_go_of_a_lost_terminal
sys.stdin.readline()
if sys.argv[1] != "nothing left":
    sys.stdout.write("half a line that nobody will read")
if sys.argv[1] != "hold on":
    let_go_of_a_lost_terminal()
    print("fwdash: a last word", file=sys.stderr)
sys.exit(42)
"""


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


@pytest.mark.parametrize(("how", "code"), [("let go", 42), ("nothing left", 42), ("hold on", 120)])
def test_a_lost_terminal_changes_no_exit_code(how: str, code: int) -> None:
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", LOST, how],
        stdin=subprocess.PIPE,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""},
    ) as child:
        os.close(slave)
        os.close(master)
        child.communicate(b"now\n", timeout=30)
    assert child.returncode == code
