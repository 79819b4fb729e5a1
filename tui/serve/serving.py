"""Opening the server on a port of this machine, and every way to end it."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import socket
import sys
import webbrowser
from functools import partial
from pathlib import Path

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from engines.errors import RunError
from engines.runlog.folder import run_name
from engines.safe_text import printable
from tui.serve.gate import Gate
from tui.serve.site import Site
from tui.serve.tab import watching

HOST = "127.0.0.1"
SHUT_SECONDS = 3.0
"""How long open tabs may take to end."""


def listen(port: int) -> socket.socket:
    """A socket on this machine alone; port 0 is any free one. Raises `RunError` if it cannot be."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        why = (
            "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror}"
        )
        raise RunError(f"Port {port} {why}. Without --port a free one is found.") from error
    return listener


def serve_run(path: Path, port: int, *, open_browser: bool) -> int:
    """Show a run in a browser until ctrl+c or a signal; the exit code."""
    return asyncio.run(_serve(path, listen(port), open_browser=open_browser))


def worth_saying(record: logging.LogRecord) -> bool:
    """Whether a record of aiohttp's is of our own making: not a request that is no HTTP."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)


async def _serve(path: Path, listener: socket.socket, *, open_browser: bool) -> int:
    # Each would print a traceback, and anybody on this machine can send them.
    logging.getLogger("aiohttp.server").addFilter(worth_saying)
    gate = Gate(listener.getsockname()[1])
    name = printable(run_name(path))
    site = Site(gate, name, partial(watching, path))
    runner = web.AppRunner(site.app, access_log=None, shutdown_timeout=SHUT_SECONDS)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(number: int) -> None:
        if not ended.done():
            ended.set_result(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, end, number)
    print(
        f"{name} is at {gate.address}\n"
        "That address works once; open further tabs in the same browser without its token. "
        "ctrl+c ends it.",
        flush=True,
    )
    if open_browser and not await asyncio.to_thread(webbrowser.open, gate.address):
        print("fwdash: no browser could be started here.", file=sys.stderr)
    caught = await ended
    await runner.cleanup()
    print(f"\r{name} is no longer served.", flush=True)
    return 0 if caught == signal.SIGINT else 128 + caught
