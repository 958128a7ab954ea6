"""Who may talk to the studio: the page that it serves, opened with the token, and nobody else.

Every request and every socket has to carry the token, as the first part of its path; a wrong `Host` is a name that was
bent to this address (DNS rebinding), a wrong `Origin` another page of the same browser.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_REFUSED = b"This address is not valid (any more). Start `pixelstyle studio` and open the address that it prints.\n"


@dataclass(frozen=True)
class Access:
    """The door before an ASGI application: it sees only paths from which the token has been taken."""

    app: App
    token: str
    port: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        inner = self._path_within(scope)
        if inner is None or not self._meant_for_here(scope):
            await _refuse(scope, receive, send)
            return

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._headers()]
            await send(message)

        await self.app(dict(scope) | {"path": inner, "raw_path": inner.encode(), "root_path": ""}, receive, guarded)

    def _path_within(self, scope: Scope) -> str | None:
        """The path behind the token; None where that is another one."""
        told, slash, rest = str(scope["path"]).removeprefix("/").partition("/")
        right = hmac.compare_digest(told.encode(errors="replace"), self.token.encode())
        return "/" + rest if right and slash else None

    def _meant_for_here(self, scope: Scope) -> bool:
        given: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            given.setdefault(name.lower(), []).append(value)
        hosts = [f"{name}:{self.port}".encode() for name in ("127.0.0.1", "localhost", "[::1]")]
        host = given.get(b"host", [])
        if len(host) != 1 or host[0] not in hosts:
            return False
        asks = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        # A browser says the origin of every socket and of all that changes something; who says none here is no page.
        origins = given.get(b"origin", [])
        own = [[b"http://" + host[0]]]
        if scope["type"] == "websocket":
            own.append([b"ws://" + host[0]])  # Aseprite's own; no page of a browser has such an origin
        if (asks or origins) and origins not in own:
            return False
        site = given.get(b"sec-fetch-site", [b"same-origin"])
        return site[0] in (b"same-origin", b"none")

    def _headers(self) -> list[tuple[bytes, bytes]]:
        sockets = " ".join(f"ws://{name}:{self.port}" for name in ("127.0.0.1", "localhost"))
        policy = (
            f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
            f"connect-src 'self' {sockets}; media-src 'self' blob:; form-action 'none'; frame-ancestors 'none'; "
            "base-uri 'none'"
        )
        told = {
            "content-security-policy": policy,
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(self), microphone=(), geolocation=()",
            "cache-control": "no-store",
        }
        return [(name.encode(), value.encode()) for name, value in told.items()]


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(_REFUSED)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSED})
