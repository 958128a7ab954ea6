"""A client of the engine for tests: speaks JSON lines with a real engine process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tests.command_line import ROOT

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


SERVER = "import sys, pathlib; from pixelstyle.engine import serve_socket; "
SERVER += "serve_socket('127.0.0.1:0', pathlib.Path(sys.argv[1]), lambda address: print(address, flush=True))"


@contextmanager
def listening(token: Path) -> Iterator[str]:
    """The address of a server, whose token lies in that file when it is told."""
    command = [sys.executable, "-c", SERVER, str(token)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGTERM)
