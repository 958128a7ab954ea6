"""A studio that runs, and a client of it that speaks as its page does."""

from __future__ import annotations

import base64
import http.client
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from websockets import Origin
from websockets.sync.client import ClientConnection, connect

from pixelstyle import convert
from pixelstyle.formats import encode_png
from tests.command_line import ROOT, start

PHOTO = ROOT / "examples/photos/chelsea.jpg"


@contextmanager
def studio(folder: Path) -> Iterator[Studio]:
    """A studio of a folder, ended by SIGTERM."""
    process = start("studio", folder, "--no-browser")
    try:
        yield Studio(process.stdout.readline().strip(), process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


class Studio:
    """Its address, and requests to it."""

    def __init__(self, url: str, pid: int) -> None:
        self.url, self.pid = url, pid
        self.host = urlsplit(url).netloc
        self.path = urlsplit(url).path

    def request(
        self, method: str, path: str, body: bytes | None = None, *, host: str = "", path_token: str = "", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer; the origin is the page's own, unless another is given."""
        told = {"Host": host or self.host, "Origin": f"http://{self.host}"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(self.host, timeout=30)
        connection.putrequest(method, (path_token or self.path) + path, skip_host=True)
        for name, value in told.items():
            if value:
                connection.putheader(name, value)
        if body is not None and "Content-Length" not in told:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return found

    def upload(self, path: Path) -> str:
        """Put a picture into its folder; gives its name there."""
        status, _, body = self.request("POST", f"files/{path.name}", path.read_bytes())
        assert status == 200, body
        return json.loads(body)["name"]

    @contextmanager
    def page(self, key: str = "") -> Iterator[Page]:
        """A page's socket."""
        url = f"ws://{self.host}{self.path}socket?page={key}"
        with connect(url, origin=Origin(f"http://{self.host}"), max_size=None) as socket:
            yield Page(socket)


class Page:
    """Messages to and from a studio."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.hello = self.next()

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def next(self) -> dict[str, Any]:
        return json.loads(self.socket.recv(timeout=120))

    def until(self, *kinds: str) -> dict[str, Any]:
        """The next message of one of these kinds."""
        while (message := self.next())["type"] not in kinds:
            pass
        return message


def native_png(mode: str, width: int | None = None) -> str:
    """A converted photo in base64 of a PNG in native pixels."""
    made = convert(PHOTO, mode=mode, width=width)
    return base64.b64encode(encode_png(made.picture, size="native")).decode()


def indices_of(canvas: dict[str, Any]) -> np.ndarray:
    """The indices of a `canvas` message, uint8 [H, W]."""
    width, height = canvas["size"]
    return np.frombuffer(base64.b64decode(canvas["indices"]), np.uint8).reshape(height, width).copy()
