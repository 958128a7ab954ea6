"""A client of the engine for tests: speaks JSON lines with a real engine process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
PHOTO = str(ROOT / "examples/photos/astronaut.jpg")
PAINTING = str(ROOT / "examples/paintings/hokusai-great-wave-1831.jpg")
COMMAND = [sys.executable, "-m", "pixelstyle.engine"]


class Client:
    """`with Client() as engine:` greets a fresh engine; leaving closes its stdin."""

    def __init__(self, command: list[str] = COMMAND, *, greet: bool = True, **hello: Any) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
        self.reader: IO[bytes] = self.process.stdout
        self.writer: IO[bytes] = self.process.stdin
        if greet:
            self.say("hello", protocol=1, **hello)
            self.hello = self.next()
            self.ready = self.next()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.writer.close()
        assert self.process.wait(10) == 0
        self.reader.close()

    def say(self, kind: str, **fields: Any) -> None:
        self.send(json.dumps({"type": kind, **fields}).encode())

    def send(self, line: bytes) -> None:
        self.writer.write(line + b"\n")
        self.writer.flush()

    def next(self) -> dict[str, Any]:
        return json.loads(self.reader.readline())

    def until(self, *kinds: str) -> list[dict[str, Any]]:
        """All messages up to the first of one of these kinds."""
        found = [self.next()]
        while found[-1]["type"] not in kinds:
            found.append(self.next())
        return found

    def run(self, recipe: str, inputs: dict[str, str], settings: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
        """A whole run's messages."""
        self.say("run", id="job", recipe=recipe, inputs=inputs, settings=settings, **fields)
        return self.until("done", "error", "cancelled")


SMALL = {"mode": "free", "palette": "c64-colodore", "width": 48, "iterations": 3, "device": "cpu"}
"""Settings of a run that takes a second."""
STYLIZE = {"content": PHOTO, "style": PAINTING}
