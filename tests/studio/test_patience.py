"""Connections that ask for nothing: they are closed, and never so many at a time that nobody else comes in."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="the studio's packages are not installed")

import uvicorn
from uvicorn.server import ServerState

from pixelstyle.studio import patience


async def answer(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"here"})


def test_silence_has_an_end_and_a_crowd_is_not_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.3)
    monkeypatch.setattr(patience, "MOST_OPEN", 3)

    async def talk() -> None:
        config, state = uvicorn.Config(answer, lifespan="off"), ServerState()
        config.load()
        made = lambda: patience.PromptProtocol(config, state, {})  # noqa: E731
        server = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        async with server:
            crowd = [await asyncio.open_connection(*address) for _ in range(6)]
            for _, writer in crowd:
                writer.write(b"GET /")
            heard = await asyncio.gather(*(reader.read() for reader, _ in crowd), return_exceptions=True)
            assert all(said == b"" or isinstance(said, ConnectionError) for said in heard)
            assert not state.connections
            reader, writer = await asyncio.open_connection(*address)
            writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
            await asyncio.sleep(0.5)
            assert len(state.connections) == 1  # it has asked, and may ask again
            writer.close()

    asyncio.run(asyncio.wait_for(talk(), 60))
