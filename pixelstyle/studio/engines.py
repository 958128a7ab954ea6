"""An engine process of a page's own, spoken to in lines."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator
from typing import Any

from pixelstyle.engine import PROTOCOL, engine_command, engine_environment

_LONGEST = 1 << 28
"""Bytes of a line."""
_PATIENCE = 3.0
"""Seconds that an engine has to end by itself."""


class EngineProcess:
    """One engine; `start` makes it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, *, torch: bool = True) -> EngineProcess:
        """Start one, which loads torch at once, or not before a run needs it. Raises OSError."""
        process = await asyncio.create_subprocess_exec(
            *engine_command(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | engine_environment(),
            limit=_LONGEST,
            # Ctrl-C is for the studio, which then ends its engines.
            start_new_session=os.name == "posix",
        )
        engine = cls(process)
        await engine.send({"type": "hello", "protocol": PROTOCOL, "inline": True, "torch": torch})
        return engine

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.returncode is None

    async def send(self, message: dict[str, Any]) -> None:
        """One command. One that comes too late, as the engine has gone, is lost: `messages` then ends."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, RuntimeError):
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            await self._process.stdin.drain()

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """What it says, until it has gone."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            yield json.loads(line)

    async def end(self) -> None:
        """Close its pipe, which ends it; by force where it does not."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, RuntimeError):
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _PATIENCE)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
