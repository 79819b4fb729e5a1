"""The process behind a tab: packets both ways, odd messages, and an end in any case."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.end_to_end.fwdash import wait_until_gone
from tui.serve.tab import Tab, environment, side, watching

ECHO = """
import sys
def packet(content):
    sys.stdout.buffer.write(b"D" + len(content).to_bytes(4, "big") + content)
    sys.stdout.buffer.flush()
sys.stdout.buffer.write(b"__GANGLION__\\n")
packet(b"begun")
while head := sys.stdin.buffer.read(5):
    packet(head[:1] + b" " + sys.stdin.buffer.read(int.from_bytes(head[1:], "big")))
"""
STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.stdout.buffer.write(b"__GANGLION__\\n")
sys.stdout.flush()
while True:
    sys.stdout.buffer.write(b"D" + (9).to_bytes(4, "big") + b"123456789")
    sys.stdout.flush()
"""


class Page:
    """What a browser was sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    async def send(self, content: bytes) -> None:
        self.sent.append(content)


async def test_keys_sizes_and_focus_reach_the_process() -> None:
    page = Page()
    tab = await Tab.open([sys.executable, "-c", ECHO], 80, 24)
    await tab.hear('["stdin", "é"]')
    await tab.hear('["resize", {"width": 100, "height": 99999}]')
    await tab.hear('["focus"]')
    assert await tab.hear('["ping", "17"]') == '["pong", "17"]'
    tab.leave()
    await tab.show(page.send)
    await tab.end()
    assert page.sent == [
        b"begun",
        "D é".encode(),
        b'M {"type": "resize", "width": 100, "height": 500}',
        b'M {"type": "focus"}',
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "17",
        "null",
        '["stdin"]',
        '["stdin", 3]',
        '["resize", 7]',
        '["quit"]',
        "[" * 9999,
    ],
)
async def test_what_no_page_of_ours_sends_is_passed_over(text: str) -> None:
    page = Page()
    tab = await Tab.open([sys.executable, "-c", ECHO], 80, 24)
    assert await tab.hear(text) == ""
    tab.leave()
    await tab.show(page.send)
    await tab.end()
    assert page.sent == [b"begun"]


async def test_a_process_that_cannot_begin_says_why() -> None:
    page = Page()
    code = "import sys; sys.exit('fwdash: no such run.')"
    tab = await Tab.open([sys.executable, "-c", code], 80, 24)
    await tab.show(page.send)
    await tab.end()
    assert b"fwdash: no such run.\r\n" in b"".join(page.sent)


def descendants() -> list[int]:
    return [process.pid for process in psutil.Process(os.getpid()).children(recursive=True)]


def command_of(pid: int) -> list[str]:
    """A process's command, empty for one that has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).cmdline()
    return []


async def test_a_process_that_nobody_reads_and_that_ignores_its_end_is_killed() -> None:
    tab = await Tab.open([sys.executable, "-c", STUBBORN], 80, 24)
    # Until it is another program, a process has the name of the one that began it.
    deadline = time.monotonic() + 30
    while not (pids := [pid for pid in descendants() if STUBBORN in command_of(pid)]):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    await tab.end()
    assert wait_until_gone(pids, 2) == []


def test_a_size_is_believed_within_reason() -> None:
    assert [side(v, 80) for v in ("100", 100, "-3", 10**9, "many", None)] == [
        100, 100, 10, 500, 80, 80,
    ]  # fmt: skip


def test_no_shell_sees_the_name_of_a_run(tmp_path: Path) -> None:
    path = tmp_path / "a b;$(touch x).fwdash.jsonl"
    command = watching(path)
    assert command[0] == sys.executable
    assert command[-1] == str(path)
    assert command[-2] in ("attach", "replay")
    assert json.dumps(environment(80, 24)).count("TabDriver") == 1
