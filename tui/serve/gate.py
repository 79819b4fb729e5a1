"""Who may come in: the one browser that was given the address, and only to this machine by name."""

from __future__ import annotations

import secrets

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

TOKEN = "token"
"""The name of the token in the address."""
BYTES = 32
"""Random bytes in a token and in a cookie."""
COME_IN = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">'
    '<link rel="icon" href="data:,"><title>fwdash</title><a href="/">fwdash</a>'
)
"""A page of our own that leads on. After a redirect a browser that came from another site would not
send a SameSite=Strict cookie, and the token would stay in the address bar."""


class Gate:
    """One-time token, then a cookie; and at each request the names in `Host` and `Origin`.

    The token is dead after its first use. `Host` is looked at because a page elsewhere can have its
    own name point here (DNS rebinding); `Origin` because a websocket knows no same-origin rule.
    """

    def __init__(self, port: int) -> None:
        self._token: str | None = secrets.token_urlsafe(BYTES)
        self._key = secrets.token_urlsafe(BYTES)
        self.address = f"http://127.0.0.1:{port}/?{TOKEN}={self._token}"
        """What opens the run in a browser, once."""
        # Browsers keep one set of cookies for all ports of a machine.
        self.cookie = f"fwdash-{port}"
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    @property
    def middleware(self) -> Middleware:
        """For an aiohttp application, before all its routes."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            why = self.why_not(request)
            if why:
                raise web.HTTPForbidden(text=why)
            if self._knows(request):
                return await handler(request)
            return self._admit(request)

        return check

    def why_not(self, request: web.Request) -> str:
        """Why a request is refused whoever sent it, empty if it is not."""
        if request.host not in self._hosts:
            return f"This is not {request.host}. Open the address as fwdash printed it."
        origin = request.headers.get("Origin")
        upgrade = request.headers.get("Upgrade", "").lower() == "websocket"
        if (origin is not None or upgrade) and origin != f"http://{request.host}":
            return "Another site may not look at this run."
        return ""

    def _knows(self, request: web.Request) -> bool:
        given = request.cookies.get(self.cookie, "")
        return secrets.compare_digest(given.encode(), self._key.encode())

    def _admit(self, request: web.Request) -> web.Response:
        """Exchange the token for the cookie; raises `HTTPForbidden` without it."""
        given = request.query.get(TOKEN, "")
        if (
            self._token is not None
            and given
            and not secrets.compare_digest(given.encode(), self._token.encode())
        ):
            raise web.HTTPForbidden(
                text="This is not the address that fwdash printed: copy it whole, with its token."
            )
        if (
            request.method != "GET"
            or request.path != "/"
            or self._token is None
            or not secrets.compare_digest(given.encode(), self._token.encode())
        ):
            raise web.HTTPForbidden(
                text="This run is shown in one browser only: the address that fwdash printed works "
                "once. Go on in the browser that opened it, or start fwdash serve anew."
            )
        self._token = None
        response = web.Response(text=COME_IN, content_type="text/html")
        response.set_cookie(self.cookie, self._key, httponly=True, samesite="Strict", path="/")
        return response
