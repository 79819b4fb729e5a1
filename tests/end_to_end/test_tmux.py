"""The dashboard inside tmux, which redraws, resizes and reports keys in its own way."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.events import Phase, Started
from tests.end_to_end.fwdash import COMMAND, events_in, wait_for, wait_until_gone

PATIENCE = 120


class Tmux:
    """A tmux server of its own with one window."""

    def __init__(self, folder: Path, columns: int, rows: int, command: str) -> None:
        self._socket = folder / "tmux"
        self._environment = {
            name: value for name, value in os.environ.items() if name not in ("TMUX", "TMUX_PANE")
        }
        size = ("-x", str(columns), "-y", str(rows))
        self("-f", "/dev/null", "new-session", "-d", *size, command)
        self("set-option", "-g", "window-size", "manual")

    def __call__(self, *arguments: str) -> str:
        """Run a tmux command; what it printed."""
        done = subprocess.run(
            ["tmux", "-S", str(self._socket), *arguments],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
            env=self._environment,
        )
        return done.stdout

    def until(self, pattern: str) -> str:
        """The screen once `pattern` stands on it."""
        deadline = time.monotonic() + PATIENCE
        while not re.search(pattern, text := self("capture-pane", "-p")):
            assert time.monotonic() < deadline, f"no {pattern!r} in\n{text}"
            time.sleep(0.1)
        return text


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[tuple[Tmux, Path]]:
    log = tmp_path / "a.jsonl"
    command = shlex.join([*COMMAND, "run", "torch+eager", "torch+compile", "--out", str(log)])
    # tmux does not always know a command's exit code: the shell says it, and waits.
    window = Tmux(tmp_path, 120, 36, f"{command}; echo exit code $?; exec cat")
    yield window, log
    window("kill-server")
    pids = [event.pid for event in events_in(log) if isinstance(event, Started)]
    assert wait_until_gone(pids, 5) == []


@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
def test_resize_keys_and_quit(tmux: tuple[Tmux, Path]) -> None:
    window, log = tmux
    wide = window.until(r"in turns")
    assert max(map(len, wide.splitlines())) > 100

    window("resize-window", "-x", "80", "-y", "24")
    # Whole again: the footer at the bottom, with nothing of the wide screen beside it.
    narrow = window.until(r"\A(?:.{0,80}\n){23}.*q quit.{0,20}\n?\Z")
    assert "torch+compile" in narrow

    window("send-keys", "?")
    window.until("Words")
    window("send-keys", "Escape")
    # A key that follows escape at once would be read as one with alt.
    window.until(r"(?s)\A(?!.*Words)")
    window("send-keys", "Space")
    wait_for(log, Phase, lane="torch+eager", phase="paused")
    window.until("paused")

    window("resize-window", "-x", "120", "-y", "36")
    window.until(r"(?m)^.{100,120}$")
    window("send-keys", "q")
    window.until(r"exit code 0")
