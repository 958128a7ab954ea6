"""`--listen`: the engine behind a socket, for programs in a sandbox (Flatpak, Snap) that cannot start it themselves.

Loopback only, and whoever connects first says a token that only this user can read. Each client gets an engine process
of its own, whose stdin and stdout are the socket: everything else is as it is with pipes.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import os
import secrets
import socket
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from pixelstyle.engine.command import engine_command, engine_environment
from pixelstyle.errors import PixelStyleError

DEFAULT_ADDRESS = "127.0.0.1:17380"
_TOKEN_SECONDS = 5.0
"""Seconds within which a client says its token."""
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
    """The token in a file; a fresh one where there is none. Raises PixelStyleError for a file that others can read."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(32) + "\n")
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise PixelStyleError(f"Others can read the token file '{path}': run `chmod 600 '{path}'`.")
        token = path.read_text().strip()
    except OSError as error:
        raise PixelStyleError(f"The token file '{path}' cannot be used: {error.strerror}.") from None
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
        while True:
            client, _ = server.accept()
            threading.Thread(target=_serve_client, args=(client, token), daemon=True).start()


def _serve_client(client: socket.socket, token: str) -> None:
    with client:
        try:
            client.settimeout(_TOKEN_SECONDS)
            said = json.loads(_first_line(client))
            right = isinstance(said, dict) and hmac.compare_digest(str(said.get("token", "")).encode(), token.encode())
        except (OSError, ValueError):
            return
        if not right:
            refusal = {"type": "error", "code": "token", "message": "The token is not the one in the token file."}
            client.sendall(json.dumps(refusal).encode() + b"\n")
            return
        client.settimeout(None)
        environment = os.environ | engine_environment()
        subprocess.run(engine_command(), stdin=client.fileno(), stdout=client.fileno(), env=environment, check=False)


def _first_line(client: socket.socket) -> bytes:
    """Byte by byte: what comes after the line belongs to the engine process."""
    line = b""
    while not line.endswith(b"\n"):
        byte = client.recv(1)
        if not byte or len(line) >= _MAX_TOKEN_LINE:
            raise ValueError("no line")
        line += byte
    return line
