"""The routes of the server, and how many may watch."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence

from aiohttp import WSCloseCode, WSMsgType, web

from tui.serve.gate import Gate
from tui.serve.page import assets, page, policy
from tui.serve.tab import Tab, side

TABS = 8
"""Tabs that may be open at once: each is a process with about 60 MB."""
HEARTBEAT = 15.0
"""Seconds after which a browser that does not answer counts as gone."""
MESSAGE_BYTES = 1 << 18
"""The longest message that a page may send: a pasted text at most."""
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Site:
    """One run for the browsers that the gate lets in."""

    def __init__(self, gate: Gate, title: str, command: Callable[[], Sequence[str]]) -> None:
        """`command` says anew for each tab what is to be started for it."""
        self._title = title
        self._command = command
        self._assets = assets()
        self._tabs = 0
        self._sockets: set[web.WebSocketResponse] = set()
        self.app = web.Application(middlewares=[gate.middleware])
        self.app.add_routes(
            [
                web.get("/", self._page),
                web.get("/static/{name}", self._static),
                web.get("/ws", self._tab),
            ]
        )
        self.app.on_response_prepare.append(self._prepare)
        self.app.on_shutdown.append(self._shut)

    async def _prepare(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = policy(request.host)

    async def _page(self, request: web.Request) -> web.Response:
        return web.Response(text=page(self._title, request.host), content_type="text/html")

    async def _static(self, request: web.Request) -> web.Response:
        asset = self._assets.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        return web.Response(body=asset.content, content_type=asset.content_type)

    async def _tab(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MESSAGE_BYTES)
        if self._tabs >= TABS:
            await socket.prepare(request)
            text = f"{TABS} tabs watch this run already: close one, then reload this one."
            await socket.send_bytes(text.encode())
            await socket.close()
            return socket
        self._tabs += 1
        self._sockets.add(socket)
        try:
            await socket.prepare(request)
            size = (side(request.query.get("width"), 80), side(request.query.get("height"), 24))
            await self._run(socket, await Tab.open(self._command(), *size))
        finally:
            self._tabs -= 1
            self._sockets.discard(socket)
        return socket

    async def _run(self, socket: web.WebSocketResponse, tab: Tab) -> None:
        """Carry bytes both ways until one end is gone."""

        async def show() -> None:
            await tab.show(socket.send_bytes)
            await socket.close()

        showing = asyncio.create_task(show())
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT and (answer := await tab.hear(message.data)):
                    await socket.send_str(answer)
        except ConnectionError:
            pass
        finally:
            await asyncio.shield(self._end(tab, showing))

    async def _end(self, tab: Tab, showing: asyncio.Task[None]) -> None:
        await tab.end()
        with contextlib.suppress(asyncio.CancelledError, ConnectionError):
            await showing

    async def _shut(self, app: web.Application) -> None:
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)
