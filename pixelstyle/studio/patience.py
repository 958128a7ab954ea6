"""Whoever connects to the studio and asks for nothing is not waited for: the door would be shut for all others."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 5
"""In which a connection's first request has to be there."""
MOST_OPEN = 64
"""Connections at a time; a browser takes six, and a page's socket. Far below what a process may have open."""
MOST_AT_ONCE = 16
"""Those taken before the first of them is looked at: where it may open no more, asyncio complains without end."""


class PromptProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with an end to silence before the first request; after that it ends it by itself."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """As of asyncio."""
        super().connection_made(transport)
        if len(self.connections) > MOST_OPEN:
            transport.abort()
        self.loop.call_later(SECONDS, self._end_silence, transport)

    def _end_silence(self, transport: asyncio.Transport) -> None:
        asked = getattr(self, "cycle", None) is not None
        if not asked and transport.get_protocol() is self:  # nor has it become a socket
            transport.close()
