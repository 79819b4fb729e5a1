"""The terminal's own size is believed, and its loss changes no exit code."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from engines.errors import UsageError
from tui.terminal import encoding_lacks, forget_exported_size, require_terminal

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


class Terminal(io.TextIOWrapper):
    """A stream of some encoding that says it is a terminal."""

    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("encoding", "shown"), [("utf-8", True), ("ascii", False), ("latin-1", False), ("cp437", False)]
)
def test_an_encoding_without_the_signs_of_a_chart_is_refused_in_a_sentence(
    encoding: str, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the whole screen is escapes."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal(encoding))
    assert (encoding_lacks(sys.stdout) == "") is shown
    if shown:
        require_terminal()
        return
    with pytest.raises(
        UsageError, match=f"encoding here is {encoding}.*LC_ALL=C.UTF-8.*--headless"
    ):
        require_terminal()


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
