"""A room that can be called: `pixelstyle.batch(...)` does what it is for, and `pixelstyle.batch.plan` is in it."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _CallableRoom(ModuleType):
    """A module whose calls go to one of its functions."""

    def __call__(self, *given: Any, **named: Any) -> Any:
        return getattr(self, self._called)(*given, **named)


def answer_calls(room: str, called: str) -> None:
    """Let a room, by its full name, be called as its function of this name is."""
    module = sys.modules[room]
    vars(module)["_called"] = called
    module.__class__ = _CallableRoom
