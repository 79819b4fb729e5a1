"""The real `fwdash serve`: a terminal over a websocket, and no process left after any end."""

from __future__ import annotations

import json
import logging
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import psutil
import pyte
import pytest
from aiohttp.http_exceptions import BadHttpMessage

from engines.errors import RunError
from tests.end_to_end.fwdash import start, wait_until_gone
from tui.serve.serving import listen, worth_saying

RECORDED = Path(__file__).parents[2] / "data" / "schema1" / "race.fwdash.jsonl"
NASTY = "a b;$(touch x)'&.fwdash.jsonl"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """`fwdash serve` on a run whose name a shell would take for commands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    shutil.copy(RECORDED, tmp_path / NASTY)
    root = str(RECORDED.parents[3])
    process = start("serve", NASTY, PYTHONPATH=root, PYTHONUNBUFFERED="1")
    yield process
    process.kill()
    process.communicate()
    assert not (tmp_path / "x").exists()


def address(process: subprocess.Popen[str]) -> str:
    """Where it says the run is."""
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    return found[0]


class Shown:
    """What a browser's terminal shows."""

    def __init__(self, tab: aiohttp.ClientWebSocketResponse) -> None:
        self._tab = tab
        self._screen = pyte.Screen(120, 36)
        self._stream = pyte.ByteStream(self._screen)

    async def until(self, text: str) -> str:
        """The screen once `text` stands on it."""
        while text not in (shown := "\n".join(self._screen.display)):
            data = await self._tab.receive_bytes(timeout=20)
            self._stream.feed(re.sub(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z]", b"", data))
        return shown


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_two_tabs_watch_and_no_process_outlives_the_server(
    served: subprocess.Popen[str], number: int
) -> None:
    where = address(served)
    base = where.partition("/?")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        async with browser.get(where) as response:
            assert response.status == 200
        tabs = [
            await browser.ws_connect(f"{base}/ws?width=120&height=36", headers={"Origin": base})
            for _ in range(2)
        ]
        for tab in tabs:
            assert "digits-mlp" in await Shown(tab).until("J jax")
        children = psutil.Process(served.pid).children(recursive=True)
        assert len(children) == 2
        assert all(NASTY in " ".join(child.cmdline()) for child in children)
        served.send_signal(number)
        gone = wait_until_gone([served.pid, *(child.pid for child in children)], 6)
        assert gone == []
        for tab in tabs:
            await tab.close()
    out, err = served.communicate()
    assert err == ""
    if number == signal.SIGKILL:
        return
    assert served.returncode == (0 if number == signal.SIGINT else 128 + number)
    assert out.splitlines()[-1].endswith("is no longer served.")


async def test_a_closed_tab_ends_its_process_and_q_closes_the_tab(
    served: subprocess.Popen[str],
) -> None:
    where = address(served)
    base = where.partition("/?")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        await browser.get(where)
        for way in ("closed", "q"):
            tab = await browser.ws_connect(
                f"{base}/ws?width=120&height=36", headers={"Origin": base}
            )
            shown = Shown(tab)
            await shown.until("digits-mlp")
            children = [child.pid for child in psutil.Process(served.pid).children(recursive=True)]
            if way == "q":
                await tab.send_str(json.dumps(["stdin", "\x1a"]))  # ctrl+z
                await shown.until("A browser has no shell")
                await tab.send_str('["stdin", "q"]')
                while (await tab.receive(timeout=20)).type == aiohttp.WSMsgType.BINARY:
                    pass
                assert tab.closed
            else:
                await tab.close()
            assert wait_until_gone(children, 6) == []


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(RunError, match=f"Port {port} is in use"):
            listen(port)


def test_a_request_that_is_no_http_is_not_told_with_a_traceback() -> None:
    def record(error: Exception) -> logging.LogRecord:
        why = (type(error), error, None)
        return logging.LogRecord("aiohttp.server", logging.ERROR, "", 0, "", (), why)

    assert not worth_saying(record(BadHttpMessage("no HTTP")))
    assert worth_saying(record(ValueError("a mistake of ours")))
