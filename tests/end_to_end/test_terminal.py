"""The dashboard in a real terminal: start, toggle, resize, quit, and what signals leave behind."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import psutil
import pyte
import pytest

from engines.events import Crashed, ModeChanged, Phase, Started, Steps
from engines.runlog.reader import LogReader
from tests.end_to_end.fwdash import COMMAND, events_in, wait_for, wait_until_gone

PATIENCE = 120
LEAVE_ALTERNATE_SCREEN = "\x1b[?1049l"
SHOW_CURSOR = "\x1b[?25h"


class Terminal:
    """A pseudo-terminal with `fwdash` in it, and what can be read on its screen."""

    def __init__(self, *arguments: str, columns: int = 120, rows: int = 36) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self.raw = ""
        self.child = pexpect.spawn(
            COMMAND[0],
            [*COMMAND[1:], *arguments],
            env=os.environ | {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
            dimensions=(rows, columns),
            encoding="utf-8",
            codec_errors="replace",
        )

    def read(self) -> str:
        """Take in what was written; the screen as text."""
        try:
            while True:
                data = self.child.read_nonblocking(1 << 16, timeout=0.1)
                self.raw += data
                self._stream.feed(re.sub(r"\x1b\[[<>=?][0-9;]*[a-zA-Z]", "", data))
        except (pexpect.TIMEOUT, pexpect.EOF):
            pass
        return "\n".join(self.screen.display)

    def until(self, pattern: str) -> str:
        """The screen once `pattern` stands on it."""
        deadline = time.monotonic() + PATIENCE
        while not re.search(pattern, text := self.read()):
            assert time.monotonic() < deadline, f"no {pattern!r} in\n{text}"
            assert self.child.isalive(), f"gone without {pattern!r}:\n{self.raw[-2000:]}"
        return text

    def end(self) -> int:
        """The exit code (128 + n for signal n), once the process has ended."""
        deadline = time.monotonic() + PATIENCE
        while self.child.isalive():
            self.read()
            assert time.monotonic() < deadline, "does not end"
        self.read()
        self.child.close()
        if self.child.signalstatus is not None:
            return 128 + int(self.child.signalstatus)
        return int(self.child.exitstatus or 0)

    def workers(self) -> list[int]:
        """The processes that it started."""
        return [child.pid for child in psutil.Process(self.child.pid).children(recursive=True)]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "a.jsonl"
    yield path
    pids = [event.pid for event in events_in(path) if isinstance(event, Started)]
    assert wait_until_gone(pids, 2) == []


def test_start_toggle_resize_quit(log: Path) -> None:
    terminal = Terminal("run", "jax", "torch", "--out", str(log))
    text = terminal.until("importing|building")
    assert "digits-mlp" in text
    wait_for(log, Steps, lane="torch")
    terminal.until("in turns")
    terminal.child.send("c")  # the first lane: jit -> op by op
    wait_for(log, ModeChanged, lane="jax", mode="eager")
    terminal.until(r"eager")
    terminal.child.send("c")
    wait_for(log, ModeChanged, lane="jax", mode="jit")

    terminal.child.setwinsize(24, 80)
    terminal.screen.resize(24, 80)
    time.sleep(1)
    text = terminal.read()
    assert "jax" in text
    assert "torch" in text

    workers = terminal.workers()
    assert len(workers) == 2
    began = time.monotonic()
    terminal.child.send("q")
    assert terminal.end() == 0
    assert time.monotonic() - began < 5
    assert wait_until_gone(workers, 0) == []
    assert LEAVE_ALTERNATE_SCREEN in terminal.raw
    assert SHOW_CURSOR in terminal.raw
    assert "Traceback" not in terminal.raw
    reader = LogReader(log)
    stopped = [e.lane for e in reader.events() if isinstance(e, Phase) and e.phase == "stopped"]
    assert sorted(stopped) == ["jax", "torch"]
    assert reader.damage is None


def test_quitting_from_within_a_compile(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHINDUCTOR_FORCE_DISABLE_CACHES", "1")
    terminal = Terminal("run", "torch+compile", "--out", str(log))
    wait_for(log, Phase, lane="torch", phase="compiling", detail="forward")
    terminal.until(r"compiling +\d\.\d s")
    workers = terminal.workers()
    began = time.monotonic()
    terminal.child.send("q")
    assert wait_until_gone(workers, 2) == []
    assert terminal.end() == 0
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal_and_ends_the_workers(log: Path, number: int) -> None:
    terminal = Terminal("run", "jax", "--out", str(log))
    wait_for(log, Steps, lane="jax")
    workers = terminal.workers()
    os.kill(terminal.child.pid, number)
    assert terminal.end() == 128 + number
    assert wait_until_gone(workers, 0) == []
    assert LEAVE_ALTERNATE_SCREEN in terminal.raw
    assert SHOW_CURSOR in terminal.raw
    assert "Traceback" not in terminal.raw


def test_a_terminal_that_goes_away_ends_everything(log: Path) -> None:
    terminal = Terminal("run", "jax", "--out", str(log))
    wait_for(log, Steps, lane="jax")
    everyone = [terminal.child.pid, *terminal.workers()]
    os.close(terminal.child.child_fd)
    terminal.child.closed = True
    deadline = time.monotonic() + 10
    while psutil.pid_exists(everyone[0]) and time.monotonic() < deadline:
        time.sleep(0.1)
        if psutil.Process(everyone[0]).status() == psutil.STATUS_ZOMBIE:
            break
    assert wait_until_gone(everyone, 0) == []


def test_a_terminal_that_takes_no_output_does_not_stop_the_training(log: Path) -> None:
    terminal = Terminal("run", "jax", "--out", str(log))
    wait_for(log, Steps, lane="jax")
    terminal.until("training")
    # From here on nobody reads: the pty fills up and the dashboard cannot paint.
    time.sleep(3)
    stalled = _steps(log)
    time.sleep(4)
    assert _steps(log) > stalled
    workers = terminal.workers()
    terminal.child.send("q")
    assert wait_until_gone(workers, 4) == []
    assert terminal.end() == 0


def _steps(log: Path) -> int:
    return max(e.first + len(e.losses) - 1 for e in events_in(log) if isinstance(e, Steps))


def test_a_killed_dashboard_leaves_no_worker_behind(log: Path) -> None:
    terminal = Terminal("run", "jax", "torch+compile", "--out", str(log))
    wait_for(log, Phase, lane="torch", phase="compiling")
    workers = terminal.workers()
    terminal.child.kill(signal.SIGKILL)
    assert wait_until_gone(workers, 2) == []


def test_a_killed_worker_is_shown_and_r_restarts_it(log: Path) -> None:
    terminal = Terminal("run", "jax", "torch", "--out", str(log))
    wait_for(log, Steps, lane="torch")
    os.kill(wait_for(log, Started, lane="jax").pid, signal.SIGKILL)
    wait_for(log, Crashed, lane="jax")
    terminal.until("SIGKILL")
    terminal.child.send("r")
    wait_for(log, Started, lane="jax", attempt=2)
    terminal.until(r"jax.*\n(.*\n)*.*(building|importing|training)")
    terminal.child.send("q")
    assert terminal.end() == 0


def test_a_tiny_terminal_does_not_crash(log: Path) -> None:
    terminal = Terminal("run", "jax", "--out", str(log), columns=40, rows=10)
    wait_for(log, Steps, lane="jax")
    terminal.until("jax|small")
    terminal.child.send("q")
    assert terminal.end() == 0
    assert "Traceback" not in terminal.raw
