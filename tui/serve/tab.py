"""One open tab: a process that watches the run, and the bytes between it and the browser."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from textual_serve.app_service import AppService

ROOT = Path(__file__).resolve().parents[2]
PRELUDE = b"__GANGLION__\n"
"""What Textual's driver for browsers writes first."""
END_SECONDS = 1.5
"""How long the process may take to leave before it is killed."""
ERROR_BYTES = 4096
"""Of what a process wrote on stderr, as much is kept."""
SIDES = (10, 500)
"""Fewest and most columns or rows that a browser is believed to have."""


def environment(width: int, height: int) -> dict[str, str]:
    """The environment of a watching process: Textual over pipes, in true colour."""
    path = os.environ.get("PYTHONPATH")
    return os.environ | {
        "TEXTUAL_DRIVER": "tui.serve.driver:TabDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TERM_PROGRAM": "fwdash-serve",
        "COLUMNS": str(width),
        "ROWS": str(height),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{path}" if path else str(ROOT),
    }


def side(value: object, default: int) -> int:
    """A number of columns or rows that a browser sent."""
    try:
        return min(max(int(str(value)), SIDES[0]), SIDES[1])
    except ValueError:
        return default


class Tab:
    """The process behind a tab; it is started without a shell and ends with the tab."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._stderr = b""
        self._showing: asyncio.Task[None] | None = None
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def open(cls, command: Sequence[str], width: int, height: int) -> Tab:
        """Start `command` for a screen of that size."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=environment(width, height),
            # ctrl+c in the server's terminal is the server's.
            start_new_session=True,
        )
        return cls(process)

    async def show(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        """Send what the process draws until it ends; a process that could not begin says why."""
        self._showing = asyncio.current_task()
        try:
            await self._show(send)
        finally:
            self._showing = None

    async def _show(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        assert self._process.stdout is not None
        read = self._process.stdout.readexactly
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            if await read(len(PRELUDE)) == PRELUDE:
                while True:
                    kind = await read(1)
                    content = await read(int.from_bytes(await read(4), "big"))
                    if kind == b"D":
                        await send(content)
        await self._listening
        if self._stderr:
            with contextlib.suppress(ConnectionError):
                await send(b"\x1b[0m\x1b[2J\x1b[H" + self._stderr.replace(b"\n", b"\r\n"))

    async def hear(self, text: str) -> str:
        """Take a message from the page: keys, a new size, a change of focus; the answer, if any."""
        try:
            kind, *rest = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            return ""
        match kind, rest:
            case "stdin", [str(keys)]:
                self._send(b"D", keys.encode("utf-8", "replace"))
            case "resize", [{"width": width, "height": height}]:
                self._tell(type="resize", width=side(width, 80), height=side(height, 24))
            case (("focus" | "blur"), _):
                self._tell(type=kind)
            case "ping", [data]:
                return json.dumps(["pong", data])
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):
            await self._process.stdin.drain()
        return ""

    def _tell(self, **facts: object) -> None:
        self._send(b"M", json.dumps(facts).encode())

    def _send(self, kind: bytes, content: bytes) -> None:
        assert self._process.stdin is not None
        if not self._process.stdin.is_closing():
            self._process.stdin.write(AppService.encode_packet(kind, content))  # type: ignore[arg-type]

    async def _listen(self) -> None:
        assert self._process.stderr is not None
        while data := await self._process.stderr.read(ERROR_BYTES):
            self._stderr = (self._stderr + data)[-ERROR_BYTES:]

    def leave(self) -> None:
        """Have the process leave: its stdin ends."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    async def end(self) -> None:
        """End the process: it leaves by itself, or is killed."""
        self.leave()
        if self._showing is not None:
            self._showing.cancel()
            await asyncio.wait([self._showing])
        try:
            await asyncio.wait_for(self._over(), END_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._over()

    async def _over(self) -> None:
        """Wait for the end; a process whose pipes nobody empties never counts as ended."""
        assert self._process.stdout is not None
        while await self._process.stdout.read(1 << 16):
            pass
        await asyncio.shield(self._listening)
        await self._process.wait()


def watching(path: Path) -> list[str]:
    """The command that watches a run: attached while it goes on, a replay if it has ended."""
    from engines.runlog.folder import has_ended
    from tui.cli import COMMANDS

    how = "replay" if has_ended(path) and "replay" in COMMANDS else "attach"
    start = "from tui.cli import main; main(prog_name='fwdash')"
    return [sys.executable, "-P", "-c", start, how, str(path.resolve())]
