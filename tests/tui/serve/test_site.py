"""The server as a browser meets it: the token once, then the cookie; a websocket with a terminal."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from tests.tui.serve.test_tab import ECHO
from tui.serve import site as site_module
from tui.serve.gate import Gate
from tui.serve.serving import listen
from tui.serve.site import Site

ROUTES = ["/", "/ws", "/static/page.js", "/static/mono.ttf", "/static/none", "/none"]


@dataclass
class Server:
    """A server and a browser without cookies so far."""

    base: str
    address: str
    browser: aiohttp.ClientSession
    origin: str

    async def come_in(self) -> None:
        async with self.browser.get(self.address) as response:
            assert response.status == 200

    def tab(self, **headers: str) -> aiohttp.client._WSRequestContextManager:
        return self.browser.ws_connect(
            f"{self.base}/ws?width=100&height=30", headers={"Origin": self.origin, **headers}
        )


@asynccontextmanager
async def serving(browser: aiohttp.ClientSession) -> AsyncIterator[Server]:
    listener = listen(0)
    port = listener.getsockname()[1]
    gate = Gate(port)
    site = Site(gate, "a run", lambda: [sys.executable, "-c", ECHO])
    runner = web.AppRunner(site.app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    base = f"http://127.0.0.1:{port}"
    yield Server(base, gate.address, browser, base)
    await runner.cleanup()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    jar = aiohttp.CookieJar(unsafe=True)  # what else refuses cookies of a bare address
    async with aiohttp.ClientSession(cookie_jar=jar) as browser, serving(browser) as server:
        yield server


async def test_two_servers_let_the_same_browser_in(server: Server) -> None:
    """Browsers have one set of cookies for all ports of a machine."""
    async with serving(server.browser) as other:
        for each in (server, other):
            await each.come_in()
        for each in (server, other, server):
            async with each.browser.get(each.base) as response:
                assert response.status == 200


@pytest.mark.parametrize("route", ROUTES)
async def test_without_the_cookie_nothing_is_given(server: Server, route: str) -> None:
    async with server.browser.get(server.base + route) as response:
        assert response.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await server.tab()


async def test_the_address_works_once(server: Server) -> None:
    await server.come_in()
    async with server.browser.get(server.base) as response:
        assert response.status == 200
        assert "a run" in await response.text()
    async with aiohttp.ClientSession() as other, other.get(server.address) as response:
        assert response.status == 403
        assert "works once" in await response.text()


@pytest.mark.parametrize("token", ["", "x", "é"])
async def test_a_wrong_token_is_refused_and_spends_nothing(server: Server, token: str) -> None:
    async with server.browser.get(server.base, params={"token": token}) as response:
        assert response.status == 403
        if token:
            assert "not the address that fwdash printed" in await response.text()
    async with server.browser.post(server.address) as response:
        assert response.status == 403
    await server.come_in()


async def test_scripts_and_other_sites_cannot_have_the_cookie(server: Server) -> None:
    async with server.browser.get(server.address) as response:
        cookie = next(iter(response.cookies.values()))
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie.key == f"fwdash-{URL(server.base).port}"
    assert cookie.value not in server.address


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}]
)
async def test_another_site_gets_nothing_even_with_the_cookie(
    server: Server, route: str, headers: dict[str, str]
) -> None:
    await server.come_in()
    async with server.browser.get(server.base + route, headers=headers) as response:
        assert response.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await server.tab(**headers)


async def test_the_page_and_its_files_are_there_and_no_others(server: Server) -> None:
    await server.come_in()
    for route in ("/", "/static/page.js", "/static/textual.js", "/static/mono.ttf"):
        async with server.browser.get(server.base + route) as response:
            assert response.status == 200
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert await response.read()
    for route in ("/static/none", "/static/..%2fgate.py", "/static/%2e%2e/gate.py", "/download/x"):
        async with server.browser.get(URL(server.base + route, encoded=True)) as response:
            assert response.status == 404


async def test_a_tab_shows_its_process_and_sends_keys(server: Server) -> None:
    await server.come_in()
    async with server.tab() as tab:
        assert await tab.receive_bytes() == b"begun"
        await tab.send_str('["stdin", "q"]')
        assert await tab.receive_bytes() == b"D q"
        await tab.send_str("no message of ours")
        await tab.send_str('["ping", "1"]')
        assert await tab.receive_str() == '["pong", "1"]'


async def test_no_more_tabs_than_the_machine_bears(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_module, "TABS", 2)
    await server.come_in()
    async with server.tab() as first, server.tab() as second:
        assert await first.receive_bytes() == await second.receive_bytes() == b"begun"
        async with server.tab() as third:
            assert b"2 tabs watch this run already" in await third.receive_bytes()
            assert (await third.receive()).type == aiohttp.WSMsgType.CLOSE
    for _ in range(100):
        async with server.tab() as again:
            if await again.receive_bytes() == b"begun":
                return
        await asyncio.sleep(0.05)
    raise AssertionError("closed tabs still count")
