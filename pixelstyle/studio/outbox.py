"""What waits to be sent to a page: in order, but for pictures of a run that a newer one has overtaken."""

from __future__ import annotations

import asyncio
from typing import Any

Message = dict[str, Any]


class Outbox:
    """A queue in which a run has one `step` at most: a slow connection sees fewer of them, not later ones."""

    def __init__(self) -> None:
        self._waiting: list[Message] = []
        self._filled = asyncio.Event()

    def put(self, message: Message) -> None:
        """Add a message; a `step` takes the place of the run's last one, whose picture it keeps if it has none."""
        if message.get("type") == "step":
            for number, older in enumerate(self._waiting):
                if older.get("type") == "step" and older.get("id") == message.get("id"):
                    kept = {key: older[key] for key in ("preview", "clashes") if key in older}
                    message = kept | message
                    del self._waiting[number]
                    break
        self._waiting.append(message)
        self._filled.set()

    async def take(self) -> Message:
        """The next one, as soon as there is one."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        return self._waiting.pop(0)
