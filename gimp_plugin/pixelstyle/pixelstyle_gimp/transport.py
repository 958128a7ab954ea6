"""The connection to the engine: a process with pipes, or, in a sandbox, a socket. Messages are JSON, one a line."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from typing import IO, Any

from pixelstyle_gimp.engine_location import INSTALL
from pixelstyle_gimp.errors import EngineError

TRACE = "PIXELSTYLE_TRACE"
"""Set to anything: every message from the engine is printed on stderr, with the seconds since its start."""
_TRACED = ("type", "id", "iteration", "iterations", "preview")
UNWANTED = (
    "PYTHONHOME",
    "PYTHONPATH",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "GI_TYPELIB_PATH",
    "GTK_PATH",
)
"""GIMP's bundles set these for their own Python: they break every other one."""


class Connection:
    """Messages both ways. Its end is the engine's: when GIMP kills the plug-in (Cancel), the engine ends too."""

    def __init__(self, location: dict[str, Any]) -> None:
        """`location` is what `find_engine` gives. Raises EngineError."""
        self.location = location
        self._began = time.monotonic()
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._stderr_lines: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._reader: IO[bytes]
        self._writer: IO[bytes]
        if location.get("address"):
            self._connect()
        else:
            self._start()
        threading.Thread(target=self._read, daemon=True).start()

    def _start(self) -> None:
        environment = {key: value for key, value in os.environ.items() if key not in UNWANTED}
        environment.update(self.location.get("environment") or {})
        apart: dict[str, Any] = {"creationflags": 0x08000000} if os.name == "nt" else {"start_new_session": True}
        command = self.location.get("command") or [""]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the engine of the user's own note
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                **apart,
            )
        except OSError as error:
            raise EngineError(
                f"The PixelStyle engine cannot be started ({error.strerror}: {command[0]}, from "
                f"{self.location['from']}). In a terminal, run:\n\n    {INSTALL}"
            ) from None
        assert self._process.stdout is not None and self._process.stdin is not None
        self._reader, self._writer = self._process.stdout, self._process.stdin
        threading.Thread(target=self._read_stderr, daemon=True).start()

    def _connect(self) -> None:
        host, _, port = self.location["address"].rpartition(":")
        try:
            self._socket = socket.create_connection((host, int(port)), timeout=5)
        except (OSError, ValueError):
            raise EngineError(
                "This GIMP runs in a sandbox (Flatpak or Snap) and cannot start the PixelStyle engine itself. In a "
                f"terminal, run this and leave it open, then try again:\n\n    {self._listening}"
            ) from None
        self._socket.settimeout(None)
        self._reader, self._writer = self._socket.makefile("rb"), self._socket.makefile("wb")
        self.write({"token": self.location.get("token")})

    @property
    def _listening(self) -> str:
        """The command that the person runs outside of the sandbox."""
        return f"pixelstyle engine --listen {self.location['address']} --token-file ~/.config/pixelstyle/token"

    @property
    def remote(self) -> bool:
        """Whether the engine's files cannot be seen from here."""
        return self._socket is not None

    def write(self, message: dict[str, Any]) -> None:
        """Send a message; an engine that is gone is told of by `next`."""
        # An engine that is gone may have said why: its messages are read first, and their end is told then.
        with contextlib.suppress(OSError, ValueError):
            self._writer.write(json.dumps(message).encode() + b"\n")
            self._writer.flush()

    def next(self, timeout: float = 0.0) -> dict[str, Any] | None:
        """The next message; None when none came within these seconds. Raises EngineError when the engine is gone."""
        try:
            message = self._messages.get(timeout > 0, timeout or None)
        except queue.Empty:
            return None
        if message is None:
            self._messages.put(None)
            raise EngineError(self._exit_reason())
        return message

    def close(self) -> bool:
        """End the engine. Whether it went by itself, hence took its files along."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            self._writer.close()
        if self._process is None:
            return True
        try:
            return self._process.wait(1) == 0
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return False

    def _read(self) -> None:
        try:
            for line in self._reader:
                try:
                    message = json.loads(line)
                except ValueError:
                    continue
                if isinstance(message, dict):
                    self._messages.put(message)
                    if os.environ.get(TRACE):
                        brief = {key: message[key] for key in _TRACED if key in message}
                        seconds = time.monotonic() - self._began
                        print(f"pixelstyle: {seconds:.2f} s", json.dumps(brief), file=sys.stderr, flush=True)
        except (OSError, ValueError):
            pass
        self._messages.put(None)

    def _read_stderr(self) -> None:
        assert self._process is not None and self._process.stderr is not None
        for line in self._process.stderr:
            self._stderr_lines.append(line.decode(errors="replace"))
            del self._stderr_lines[:-30]

    def _exit_reason(self) -> str:
        """Why the engine is gone, as far as can be known."""
        if self._process is None:
            return f"The connection to the PixelStyle engine has ended. Is this still running?\n\n    {self._listening}"
        try:
            status: int | str = self._process.wait(2)
        except subprocess.TimeoutExpired:
            status = "none"
        time.sleep(0.05)  # its last words may still be on their way
        words = "".join(self._stderr_lines).strip().splitlines()
        last = f"\n{words[-1][:300]}" if words else ""
        if status == -9:
            return (
                "The PixelStyle engine was killed, most likely because memory ran out: take a smaller mode or size, "
                f"or close other programs.{last}"
            )
        return (
            f"The PixelStyle engine stopped (exit status {status}). In a terminal, run:\n\n    pixelstyle gimp doctor\n"
            f"{last}"
        )
