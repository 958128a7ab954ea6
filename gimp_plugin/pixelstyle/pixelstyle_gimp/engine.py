"""Talking with the engine: what it offers, files for it, runs and what comes of them."""

from __future__ import annotations

import base64
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pixelstyle_gimp.engine_location import find_engine
from pixelstyle_gimp.errors import CancelledError, EngineError
from pixelstyle_gimp.transport import Connection

PROTOCOL = 1
_UPDATE = "In a terminal, run:\n\n    pip install -U 'pixelstyle[style]' && pixelstyle gimp install"


class Engine:
    """One engine, from its start to its end."""

    def __init__(self, profile: str | None = None) -> None:
        self.location = find_engine(profile)
        self.hello: dict[str, Any] = {}
        self.ready: dict[str, Any] = {}
        self._jobs = 0
        self._connection = Connection(self.location)

    @property
    def inline(self) -> bool:
        """Whether pictures travel inside the messages: a sandbox does not see the engine's folder."""
        return self._connection.remote

    def greet(
        self,
        idle: Callable[[], None] = lambda: None,
        expect: dict[str, Any] | None = None,
        torch: bool = True,
    ) -> dict[str, Any]:
        """Say hello. Gives what the engine offers. Raises EngineError when it does not answer as it should.

        `expect` is the `recipe` and `settings` of the run that will most likely come: its network is loaded meanwhile.
        Without `torch` nothing is loaded until a run needs it.
        """
        fields = {"client": "GIMP plug-in", "inline": self.inline, "expect": expect, "torch": torch}
        self.send("hello", protocol=PROTOCOL, **fields)
        message = self.wait(idle, timeout=60)
        if message.get("type") == "error":
            raise EngineError(message.get("message", "The engine refused the plug-in."))
        if message.get("type") != "hello" or message.get("protocol") != PROTOCOL:
            version = message.get("version", "of an unknown version")
            raise EngineError(f"The PixelStyle engine {version} does not fit this plug-in. {_UPDATE}")
        self.hello = message
        return message

    def wait_until_ready(self, idle: Callable[[], None] = lambda: None) -> dict[str, Any]:
        """What the engine knows once torch is loaded: torch's version, the device, the networks, the methods.

        Raises EngineError when torch cannot be loaded, or the engine does not answer for two minutes.
        """
        while not self.ready:
            message = self.wait(idle, timeout=120)
            if not self._sort(message) and message.get("type") == "error":
                raise EngineError(message["message"])
        return self.ready

    def recipe(self, name: str) -> dict[str, Any]:
        """The description of a recipe. Raises EngineError when this engine has none of that name."""
        recipes: list[dict[str, Any]] = self.hello["recipes"]
        for recipe in recipes:
            if recipe["name"] == name:
                return recipe
        version = self.hello.get("version", "")
        raise EngineError(f"The PixelStyle engine {version} has no recipe '{name}'. {_UPDATE}")

    def put(self, name: str, data: bytes) -> None:
        """Lay a file into the engine's work folder."""
        if self.inline:
            self.send("put", name=name, data=base64.b64encode(data).decode())
        else:
            Path(self.hello["folder"], name).write_bytes(data)

    def take(self, picture: dict[str, Any]) -> bytes:
        """The bytes of a picture that a message carries or names."""
        if "png" in picture:
            return base64.b64decode(picture["png"])
        return Path(picture["file"]).read_bytes()

    def start(self, **fields: Any) -> int:
        """Begin a run; gives its id."""
        self._jobs += 1
        self.send("run", id=self._jobs, **fields)
        return self._jobs

    def ask(self, kind: str, idle: Callable[[], None] = lambda: None, **fields: Any) -> dict[str, Any]:
        """The answer to a command that needs no steps.

        Raises EngineError when it is refused, with the engine's code, or when this engine does not know the command.
        """
        if kind not in self.hello.get("commands", ()):
            version = self.hello.get("version", "")
            raise EngineError(f"The PixelStyle engine {version} is older than this plug-in. {_UPDATE}")
        self._jobs += 1
        self.send(kind, id=self._jobs, **fields)
        while True:
            message = self.wait(idle)
            if self._sort(message) or message.get("id") != self._jobs:
                continue
            if message["type"] == "error":
                raise EngineError(message["message"], message.get("code", ""), tuple(message.get("modes", ())))
            return message

    def messages(self, job: int, idle: Callable[[], None] = lambda: None) -> Iterator[dict[str, Any]]:
        """A run's messages up to the last.

        Raises EngineError when it fails, CancelledError when it was cancelled, and whatever `idle` raises.
        """
        while True:
            message = self.wait(idle)
            if self._sort(message) or message.get("id") != job:
                continue
            if message["type"] == "error":
                raise EngineError(message["message"])
            if message["type"] == "cancelled":
                raise CancelledError
            yield message
            if message["type"] == "done":
                return

    def send(self, kind: str, **fields: Any) -> None:
        """Send a message."""
        self._connection.write({"type": kind, **fields})

    def poll(self) -> dict[str, Any] | None:
        """The next message, or None when there is none yet. Raises EngineError when the engine is gone."""
        message = self._connection.next()
        if message is not None:
            self._sort(message)
        return message

    def wait(self, idle: Callable[[], None] = lambda: None, timeout: float | None = None) -> dict[str, Any]:
        """The next message; `idle` is called twenty times a second meanwhile.

        Raises EngineError when the engine is gone, or says nothing for `timeout` seconds; and whatever `idle` raises.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            idle()
            message = self._connection.next(0.05)
            if message is not None:
                return message
            if deadline is not None and time.monotonic() > deadline:
                raise EngineError(
                    f"The PixelStyle engine (from {self.location['from']}) does not answer. In a terminal, run:\n\n"
                    "    pixelstyle gimp doctor"
                )

    def close(self) -> None:
        """End the engine; its folder goes with it."""
        if not self._connection.close() and self.hello.get("folder"):
            shutil.rmtree(self.hello["folder"], ignore_errors=True)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _sort(self, message: dict[str, Any]) -> bool:
        """Keep `ready`; whether the message was that."""
        if message.get("type") == "ready":
            self.ready = message
            return True
        return False
