"""The studio as an ASGI application: the page, the workspace's files, and the socket."""

from __future__ import annotations

import asyncio
import contextlib
import json
import mimetypes
from collections.abc import AsyncIterator, Callable
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from pixelstyle.engine import greeting, painting
from pixelstyle.errors import PixelStyleError
from pixelstyle.studio.gallery import offered, sample
from pixelstyle.studio.page import Page
from pixelstyle.studio.pages import Pages
from pixelstyle.studio.workspace import Workspace

STATIC = resources.files("pixelstyle.studio") / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}


class Studio:
    """Answers of one studio; `application` is what is served."""

    def __init__(self, workspace: Workspace, stop: Callable[[], None]) -> None:
        """`stop` ends the server, soon."""
        self._workspace, self._stop = workspace, stop
        self._pages = Pages(workspace)
        self._hello: asyncio.Task[dict[str, Any]] | None = None
        self._offered: asyncio.Task[dict[str, Any]] | None = None
        routes = [
            Route("/", self._front),
            Route("/static/{name:path}", self._static),
            Route("/gallery", self._gallery),
            Route("/gallery/{name}", self._painting, methods=["GET", "POST"]),
            Route("/samples/{name}", self._sample),
            Route("/files", self._files),
            Route("/files/{name}", self._file, methods=["GET"]),
            Route("/files/{name}", self._upload, methods=["POST"]),
            Route("/stop", self._stopped, methods=["POST"]),
            WebSocketRoute("/socket", self._socket),
        ]
        self.application = Starlette(routes=routes, lifespan=self._life, exception_handlers={PixelStyleError: _refused})

    @contextlib.asynccontextmanager
    async def _life(self, _: Starlette) -> AsyncIterator[None]:
        self._hello = asyncio.create_task(asyncio.to_thread(greeting))
        self._offered = asyncio.create_task(asyncio.to_thread(offered))
        preparing = asyncio.create_task(self._prepare())
        yield
        preparing.cancel()
        await self._pages.end()

    async def _prepare(self) -> None:
        """What a page asks for first, and then an engine: loading torch would take the processor from the page."""
        assert self._hello is not None and self._offered is not None
        await asyncio.gather(self._hello, self._offered)
        self._pages.prepare()

    async def _front(self, _: Request) -> Response:
        return _file_of("index.html")

    async def _static(self, request: Request) -> Response:
        return _file_of(request.path_params["name"])

    async def _gallery(self, _: Request) -> Response:
        assert self._offered is not None
        return JSONResponse(await self._offered)

    async def _painting(self, request: Request) -> Response:
        name = request.path_params["name"]
        if request.method == "POST":  # so that it can be named on a command line, too
            return JSONResponse({"name": self._workspace.keep(f"{name}.webp", painting(name))})
        return Response(painting(name), media_type="image/webp")

    async def _sample(self, request: Request) -> Response:
        return Response(sample(request.path_params["name"]), media_type="image/png")

    async def _files(self, _: Request) -> Response:
        listed = await asyncio.to_thread(self._workspace.listed)
        return JSONResponse({"folder": str(self._workspace.folder), "files": listed})

    async def _file(self, request: Request) -> Response:
        return FileResponse(
            self._workspace.existing(request.path_params["name"]), content_disposition_type="attachment"
        )

    async def _upload(self, request: Request) -> Response:
        told = request.headers.get("content-length", "")
        length = int(told) if told.isdecimal() else None
        return JSONResponse(await self._workspace.take(request.path_params["name"], length, request.stream()))

    async def _stopped(self, _: Request) -> Response:
        self._stop()
        return JSONResponse({"stopped": True})

    async def _socket(self, socket: WebSocket) -> None:
        page = self._pages.open(socket.query_params.get("page", ""))
        await socket.accept()
        if page is None:
            await socket.close(1013, "There are too many pages open; close one.")
            return
        outbox = page.attach()
        assert self._hello is not None
        await socket.send_json(
            {"type": "hello", **await self._hello, "page": page.key, "folder": str(self._workspace.folder)}
        )

        async def speak() -> None:
            while True:
                await socket.send_json(await outbox.take())

        speaking = asyncio.create_task(speak())
        try:
            await self._hear(socket, page)
        finally:
            speaking.cancel()
            self._pages.closed(page)

    async def _hear(self, socket: WebSocket, page: Page) -> None:
        asyncio.get_running_loop().call_soon(lambda: asyncio.ensure_future(page.warm()))
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                text = await socket.receive_text()
                try:
                    message = json.loads(text)
                except (ValueError, RecursionError):
                    message = None
                if isinstance(message, dict):
                    await page.hear(message)
                else:
                    page.tell({"type": "error", "code": "message", "message": "A message is one JSON object."})


def _file_of(name: str) -> Response:
    path = STATIC / name
    ending = name[name.rfind(".") :]
    leads_away = ".." in name.split("/") or name.startswith("/") or any(sign in name for sign in "\\:\0")
    if leads_away or not path.is_file():
        return Response("There is no such file.\n", 404, media_type="text/plain")
    kind = _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=kind)


def _refused(_: Request, error: Exception) -> Response:
    return JSONResponse({"message": str(error)}, 400)
