"""A page: its socket, its engine, its canvas, and what it is told again when it has been loaded anew."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.studio.engines import EngineProcess
from pixelstyle.studio.outbox import Outbox
from pixelstyle.studio.painting import PAINTING, Easel
from pixelstyle.studio.requests import PICTURES, admitted, on_its_machine
from pixelstyle.studio.workspace import Workspace

Message = dict[str, Any]

_LAST = ("done", "error", "cancelled", "encoded", "checked", "opened")
"""What ends a run or answers a question."""
_QUIET = 300.0
"""Seconds without a command or a run after which a page's engine is put away; the next command starts another."""


class Page:
    """What the studio knows of one page, from its first socket to a while after its last."""

    def __init__(self, key: str, workspace: Workspace, borrow: Callable[[], Awaitable[EngineProcess]]) -> None:
        self.key = key
        self.outbox: Outbox | None = None
        """Of the socket that is open now."""
        self._workspace, self._borrow = workspace, borrow
        self._engine: EngineProcess | None = None
        self._quick: EngineProcess | None = None
        """For questions that are answered at once: an engine does one thing after the other, and a run takes long."""
        self._listening: list[asyncio.Task[None]] = []
        self._ready: Message | None = None
        self._runs: dict[Any, dict[str, Message]] = {}
        """Of each run that goes on, and of the last one that is done, the newest message of each type."""
        self._easel = Easel()
        self._starting, self._put_away = asyncio.Lock(), asyncio.get_running_loop().call_later(_QUIET, lambda: None)

    def attach(self) -> Outbox:
        """A socket has been opened: what it is to be sent, beginning with what the page knew before."""
        self.outbox = Outbox()
        for message in (self._ready, *(told for run in self._runs.values() for told in run.values())):
            if message is not None:
                self.outbox.put(message)
        canvas = self._easel.described()
        if canvas is not None:
            self.outbox.put(canvas)
        return self.outbox

    async def warm(self) -> None:
        """Have an engine, which loads torch meanwhile."""
        async with self._starting:
            if self._engine is not None and self._engine.alive:
                return
            self._engine = await self._borrow()
            self._listening.append(asyncio.create_task(self._listen(self._engine)))
        self._rest()

    async def _for(self, kind: str) -> EngineProcess:
        """The engine for a command."""
        if kind not in (*PICTURES, "open"):
            await self.warm()
            assert self._engine is not None
            return self._engine
        async with self._starting:
            if self._quick is None or not self._quick.alive:
                self._quick = await EngineProcess.start(torch=False)
                self._listening.append(asyncio.create_task(self._listen(self._quick)))
            return self._quick

    async def hear(self, message: Message) -> None:
        """One message of the page."""
        try:
            kind = message.get("type")
            if kind == "wake":
                await self.warm()
            elif kind == "forget":
                self._runs = {number: run for number, run in self._runs.items() if "done" not in run}
                self._easel = Easel()
            elif kind == "leave":
                self._easel = Easel()
            elif kind in PAINTING:
                if kind == "canvas":
                    message = on_its_machine(message, self._workspace)
                self.tell(await asyncio.to_thread(self._easel.answer, message))
            else:
                await self._command(message)
        except PixelStyleError as error:
            about = {"id": message["id"]} if "id" in message else {}
            self.tell({"type": "error", **about, "code": "request", "message": str(error)})

    async def _command(self, message: Message) -> None:
        commands = await asyncio.to_thread(admitted, message, self._workspace)
        engine = await self._for(message["type"])
        if message["type"] == "run":
            self._runs = {number: run for number, run in self._runs.items() if "done" not in run}
            self._runs[message.get("id")] = {"asked": {"type": "asked", "run": _without_pictures(message)}}
        for command in commands:
            await engine.send(command)
        self._rest()

    def tell(self, message: Message) -> None:
        """Send it, if somebody is there."""
        if self.outbox is not None:
            self.outbox.put(message)

    @property
    def busy(self) -> bool:
        """Whether a run goes on."""
        return any("done" not in run for run in self._runs.values())

    async def _listen(self, engine: EngineProcess) -> None:
        async for message in engine.messages():
            self._remember(message)
            if message["type"] != "hello":  # the studio has said its own
                self.tell(message)
        if engine is self._engine:
            self._engine = None
            for number in [number for number, run in self._runs.items() if "done" not in run]:
                del self._runs[number]
                self.tell(
                    {"type": "error", "id": number, "code": "engine", "message": "The engine has ended; begin again."}
                )

    def _remember(self, message: Message) -> None:
        kind, run = message["type"], self._runs.get(message.get("id"))
        if kind == "ready":
            self._ready = message
        if run is None:
            return
        if kind == "done":
            run.pop("step", None)
            run[kind] = message
        elif kind in _LAST:
            del self._runs[message["id"]]
        elif kind in ("started", "step"):
            run[kind] = ({"preview": run["step"]["preview"]} if "preview" in run.get("step", {}) else {}) | message
        self._rest()

    def _rest(self) -> None:
        self._put_away.cancel()
        self._put_away = asyncio.get_running_loop().call_later(_QUIET, self._sleep)

    def _sleep(self) -> None:
        if self.busy:
            self._rest()
        elif self._engine is not None or self._quick is not None:
            self._ending = asyncio.ensure_future(self.end())

    async def end(self) -> None:
        """Leave no process."""
        self._put_away.cancel()
        engines, listening = [self._engine, self._quick], self._listening
        self._engine, self._quick, self._listening = None, None, []
        for engine in engines:
            if engine is not None:
                await engine.end()
        for task in listening:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


def _without_pictures(message: Message) -> Message:
    return {key: value for key, value in message.items() if key != "handed"}
