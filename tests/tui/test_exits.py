"""Every way out of the dashboard, on a real terminal: restored, workers ended, one sentence."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.errors import UsageError
from tests.tui.scripted import Scripted
from tui.dashboard import run_dashboard

ROOT = Path(__file__).parents[2]
SCRIPT = """
import pathlib, sys
from tests.tui import scripted
from tui.dashboard import run_dashboard
class Source(scripted.Scripted):
    def close(self):
        pathlib.Path(sys.argv[1], "closed").write_text("")
    def set_mode(self, lane, mode):
        raise KeyError("a mistake of ours")
sys.exit(run_dashboard(Source(scripted.train())))
"""


class Child:
    """The dashboard on a pty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(slave)
        env = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        env["XDG_STATE_HOME"] = str(folder)
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder)],
            stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        self.slave = slave
        self.seen = b""

    def read(self, seconds: float) -> None:
        ready, _, _ = select.select([self.master], [], [], seconds)
        if ready:
            self.seen += os.read(self.master, 1 << 16)

    def until(self, text: bytes) -> None:
        end = time.monotonic() + 15
        while text not in self.seen:
            assert time.monotonic() < end, self.seen[-500:]
            self.read(0.1)

    def ended(self) -> int:
        end = time.monotonic() + 10
        while self.process.poll() is None and time.monotonic() < end:
            if self.master >= 0:
                self.read(0.05)
            else:
                time.sleep(0.05)
        code = self.process.poll()
        assert code is not None, "it did not leave"
        if self.master >= 0:
            self.read(0.1)
        return code

    @property
    def closed(self) -> bool:
        return (self.folder / "closed").exists()


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    child = Child(tmp_path)
    child.until(b"torch")
    child.until(b"quit")
    yield child
    if child.process.poll() is None:
        child.process.kill()
    child.process.wait()
    for fd in (child.master, child.slave):
        if fd >= 0:
            os.close(fd)


def restored(child: Child) -> bool:
    return b"\x1b[?1049l" in child.seen and termios.tcgetattr(child.slave) == child.before


def test_q_leaves_with_0(child: Child) -> None:
    os.write(child.master, b"q")
    assert child.ended() == 0
    assert child.closed
    assert restored(child)


def test_what_the_run_came_to_is_left_on_the_terminal(child: Child) -> None:
    os.write(child.master, b"q")
    assert child.ended() == 0
    after = child.seen.rpartition(b"\x1b[?1049l")[2].decode()
    for said in ("digits-mlp", "torch", "keras", "jax", "step ms", "parity: keras to torch",
                 "no run log was kept"):  # fmt: skip
        assert said in after, said
    table = [line for line in after.splitlines() if line.startswith(("lane ", "torch", "keras"))]
    assert table
    assert max(map(len, table)) <= 80


def test_ctrl_c_asks_and_a_second_one_leaves_with_0(child: Child) -> None:
    os.write(child.master, b"\x03")
    child.until(b"quit?")
    assert not child.closed
    os.write(child.master, b"\x03")
    assert child.ended() == 0
    assert child.closed
    assert restored(child)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal_and_ends_the_workers(
    child: Child, number: signal.Signals
) -> None:
    child.process.send_signal(number)
    assert child.ended() == 128 + number
    assert child.closed
    assert restored(child)


def test_a_terminal_that_is_gone_ends_the_run(child: Child) -> None:
    os.close(child.slave)
    os.close(child.master)
    child.slave = child.master = -1
    assert child.ended() == 128 + signal.SIGHUP
    assert child.closed


def test_a_mistake_of_ours_is_one_sentence_and_a_file(child: Child) -> None:
    os.write(child.master, b"c")
    assert child.ended() == 1
    assert child.closed
    assert restored(child)
    after = child.seen.rpartition(b"\x1b[?1049l")[2].decode()
    assert "fwdash: the dashboard failed" in after
    assert "Traceback" not in after
    (kept,) = (child.folder / "fwdash").glob("crash-*.txt")
    assert "a mistake of ours" in kept.read_text()


def test_without_a_terminal_headless_is_named() -> None:
    with pytest.raises(UsageError, match="--headless"):
        run_dashboard(Scripted())


def test_the_screen_loads_no_framework() -> None:
    code = (
        "import sys; import tui.app, tui.screens.race; "
        "print([n for n in ('torch', 'tensorflow', 'keras', 'jax', 'flax', 'optax', 'pandas', "
        "'scipy') if n in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
