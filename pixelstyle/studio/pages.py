"""All pages of a studio: found by their key when they are loaded anew, ended a while after they were closed."""

from __future__ import annotations

import asyncio
import contextlib
import secrets

from pixelstyle.studio.engines import EngineProcess
from pixelstyle.studio.page import Page
from pixelstyle.studio.workspace import Workspace

GRACE = 20.0
"""Seconds after which a page that has not come back is over: its run ends, and its engine."""
_MOST = 16
"""Pages at a time."""


class Pages:
    """By key. One engine is always about to be ready for the next page."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._pages: dict[str, Page] = {}
        self._spare: asyncio.Task[EngineProcess] | None = None
        self._endings: dict[str, asyncio.Task[None]] = {}

    def prepare(self) -> None:
        """Start the spare engine: its torch is loaded while the browser opens."""
        if self._spare is None:
            self._spare = asyncio.create_task(EngineProcess.start())

    async def _borrow(self) -> EngineProcess:
        spare, self._spare = self._spare, None
        if spare is not None:
            engine = await spare
            if engine.alive:
                return engine
        return await EngineProcess.start()

    def open(self, key: str) -> Page | None:
        """The page of this key, if it was there and no socket of its own is open; else a new one. None: too many."""
        page = self._pages.get(key)
        if page is None or page.outbox is not None:
            if len(self._pages) >= _MOST:
                return None
            page = Page(secrets.token_hex(8), self._workspace, self._borrow)
            self._pages[page.key] = page
        if (ending := self._endings.pop(page.key, None)) is not None:
            ending.cancel()
        return page

    def closed(self, page: Page) -> None:
        """Its socket has gone; the page may come back within the grace."""
        page.outbox = None
        self._endings[page.key] = asyncio.create_task(self._end_later(page))

    async def _end_later(self, page: Page) -> None:
        await asyncio.sleep(GRACE)
        self._endings.pop(page.key, None)
        self._pages.pop(page.key, None)
        await page.end()

    async def end(self) -> None:
        """All pages and engines."""
        for ending in self._endings.values():
            ending.cancel()
        pages, self._pages = list(self._pages.values()), {}
        await asyncio.gather(*(page.end() for page in pages))
        spare, self._spare = self._spare, None
        if spare is not None:
            with contextlib.suppress(OSError):
                await (await spare).end()
