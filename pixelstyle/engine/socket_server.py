"""`--listen`: the engine behind a socket, for programs in a sandbox (Flatpak, Snap) that cannot start it themselves.

Loopback only, and whoever connects first says a token that only this user can read. Each client gets an engine process
of its own, whose stdin and stdout are the socket: everything else is as it is with pipes.
"""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
import itertools
import json
import os
import secrets
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from pixelstyle.engine.command import engine_command, engine_environment
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes

DEFAULT_ADDRESS = "127.0.0.1:17380"
_TOKEN_SECONDS = 5.0
"""Seconds within which a client says its token."""
_MOST_SILENT = 32
"""Clients at a time that have not said it."""
_MAX_TOKEN_LINE = 4096
"""Bytes."""


def parse_address(text: str) -> tuple[str, int]:
    """'127.0.0.1:17380' as host and port. Raises PixelStyleError for any address that other computers can reach."""
    host, _, port = text.rpartition(":")
    host = host.strip("[]")
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
        number = int(port)
    except ValueError:
        raise PixelStyleError(f"'{text}' is not an address; write it as {DEFAULT_ADDRESS}.") from None
    if not loopback:
        raise PixelStyleError(f"The engine listens on this computer only: use {DEFAULT_ADDRESS}, not '{host}'.")
    if not 0 <= number <= 65535:
        raise PixelStyleError(f"{number} is not a port; they go from 1 to 65535.")
    return host, number


def read_token(path: Path) -> str:
    """The token in a file; a fresh one where there is none.

    Raises PixelStyleError for a file that others can read, or in which no token is.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(32) + "\n")
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise PixelStyleError(f"Others can read the token file '{path}': run `chmod 600 '{path}'`.")
        token = read_bytes(path, "token", _MAX_TOKEN_LINE).decode("ascii").strip()
    except OSError as error:
        raise PixelStyleError(f"The token file '{path}' cannot be used: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise PixelStyleError(f"'{path}' holds no token: remove the file, and a good one will be made.") from None
    if len(token) < 16:
        raise PixelStyleError(f"The token in '{path}' is too short: remove the file, and a good one will be made.")
    return token


def serve_socket(address: str, token_file: Path, announce: Callable[[str], None]) -> None:
    """Serve clients until the process is ended. `announce` is told the address in use (port 0: any free one).

    Raises PixelStyleError for an address or a token file that cannot be used.
    """
    if os.name != "posix":
        raise PixelStyleError("--listen is for Flatpak and Snap, on Linux; here GIMP starts the engine itself.")
    host, port = parse_address(address)
    token = read_token(token_file)
    try:
        server = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise PixelStyleError(f"The engine cannot listen on {address}: {error.strerror}.") from None
    with server:
        announce(f"{host}:{server.getsockname()[1]}")
        door = _Door(token)
        while True:
            try:
                client, _ = server.accept()
            except OSError:  # the client is gone already, or there are no descriptors left: some will be free again
                time.sleep(0.1)
                continue
            door.open_to(client)


class _Door:
    """Clients that have not said their token yet. Where there are too many, the one that has been silent longest goes:
    the door stays open for those who speak."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._silent: dict[int, socket.socket] = {}
        self._lock = threading.Lock()
        self._numbers = itertools.count()

    def open_to(self, client: socket.socket) -> None:
        """Hear a client out in a thread of its own."""
        number = next(self._numbers)
        with self._lock:
            self._silent[number] = client
            if len(self._silent) > _MOST_SILENT:
                self._hang_up(self._silent.pop(min(self._silent)))
        try:
            threading.Thread(target=self._serve, args=(number, client), daemon=True).start()
        except RuntimeError:  # no more threads
            self._spoke(number)
            client.close()

    def _serve(self, number: int, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):  # whatever becomes of a connection is that client's affair
            try:
                said = json.loads(_first_line(client, time.monotonic() + _TOKEN_SECONDS))
            except (ValueError, RecursionError):
                return
            finally:
                self._spoke(number)
            told = str(said.get("token", "")) if isinstance(said, dict) else ""
            if not hmac.compare_digest(told.encode(errors="replace"), self._token.encode()):
                refusal = {"type": "error", "code": "token", "message": "The token is not the one in the token file."}
                client.sendall(json.dumps(refusal).encode() + b"\n")
                return
            client.settimeout(None)
            environment = os.environ | engine_environment()
            subprocess.run(  # noqa: S603 - this very program, without a shell
                engine_command(), stdin=client.fileno(), stdout=client.fileno(), env=environment, check=False
            )

    def _spoke(self, number: int) -> None:
        with self._lock:
            self._silent.pop(number, None)

    @staticmethod
    def _hang_up(client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)  # its thread hears that, and closes it


def _first_line(client: socket.socket, deadline: float) -> bytes:
    """Byte by byte: what comes after the line belongs to the engine process. Raises OSError after the deadline."""
    line = b""
    while not line.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("no token in time")
        client.settimeout(left)
        byte = client.recv(1)
        if not byte or len(line) >= _MAX_TOKEN_LINE:
            raise ValueError("no line")
        line += byte
    return line
