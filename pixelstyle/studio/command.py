"""Starting a studio, and stopping it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from pixelstyle.errors import PixelStyleError
from pixelstyle.studio.workspace import Workspace

_EXTRA = "The studio needs a few packages: pip install 'pixelstyle[studio]', or '.[studio]' in a checkout."
_HOST = "127.0.0.1"
_MOST_MESSAGE = 64 << 20
"""Bytes of a page's message: a picture may come with it."""


def serve_studio(folder: str | Path, port: int, browser: bool, announce: Callable[[str], None]) -> None:
    """Serve the page to this computer alone, until it is stopped. `announce` is told its address, token included.

    `port` 0 takes any free one; `browser` opens the address. Raises PixelStyleError where a package is missing, the
    folder cannot be used, or the port is taken.
    """
    try:
        import uvicorn
        import websockets  # noqa: F401 - uvicorn serves sockets by it, and would serve none without

        from pixelstyle.studio.access import Access
        from pixelstyle.studio.application import Studio
        from pixelstyle.studio.patience import MOST_AT_ONCE, PromptProtocol
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn", "websockets"):
            raise
        raise PixelStyleError(_EXTRA) from None
    workspace = Workspace.at(folder)
    try:
        listening = socket.create_server((_HOST, port))
    except OSError as error:
        raise PixelStyleError(f"The studio cannot use port {port}: {error.strerror}; leave out --port.") from None
    token, taken = secrets.token_urlsafe(24), listening.getsockname()[1]
    studio = Studio(workspace, lambda: setattr(server, "should_exit", True))
    config = uvicorn.Config(
        Access(studio.application, token, taken),
        http=PromptProtocol,
        backlog=MOST_AT_ONCE,
        ws="websockets-sansio",
        ws_max_size=_MOST_MESSAGE,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    address = f"http://{_HOST}:{taken}/{token}/"
    with listening, _known(taken, token):
        announce(address)
        if browser:
            import webbrowser

            webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def stop_studios() -> int:
    """Stop every studio of this user; gives their number."""
    from http.client import HTTPException

    stopped = 0
    for path in _places().glob("studio-*.json"):
        with contextlib.suppress(OSError, ValueError, KeyError, HTTPException):
            stopped += _stop(json.loads(path.read_text()))
        path.unlink(missing_ok=True)  # one that was killed left it behind
    return stopped


def _stop(known: dict[str, Any]) -> bool:
    from http.client import HTTPConnection

    host = f"{_HOST}:{int(known['port'])}"
    connection = HTTPConnection(host, timeout=5)
    with contextlib.closing(connection):
        connection.request("POST", f"/{known['token']}/stop", headers={"Host": host, "Origin": f"http://{host}"})
        return connection.getresponse().status == 200


def _places() -> Path:
    return user_state_path("pixelstyle", ensure_exists=False)


@contextlib.contextmanager
def _known(port: int, token: str) -> Any:
    """A file, readable by this user alone, by which `--stop` finds the studio."""
    path = _places() / f"studio-{port}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump({"port": port, "token": token, "process": os.getpid()}, file)
    except OSError:  # the studio works without
        pass
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
