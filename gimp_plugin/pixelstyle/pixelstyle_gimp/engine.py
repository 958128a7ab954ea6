"""Finding the engine and talking to it: JSON lines over pipes, or over a socket from inside a sandbox."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import queue
import shlex
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

PROTOCOL = 1
VARIABLE = "PIXELSTYLE_ENGINE"
TRACE = "PIXELSTYLE_TRACE"
"""Set to anything: every message from the engine is printed on stderr, cut to one line of the terminal."""
INSTALL = "pip install pixelstyle && pixelstyle gimp install"
LISTEN = "pixelstyle engine --listen"
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


class EngineError(Exception):
    """Something to tell the person, with what mends it."""


class CancelledError(Exception):
    """The person wants nothing any more."""


def config_folders(profile: str | None = None) -> list[Path]:
    """Where engine.json may lie: beside the GIMP folder of this profile, then the user's own configuration."""
    folders = []
    if profile:
        folders.append(Path(profile).parent.parent / "pixelstyle")
    if os.environ.get("XDG_CONFIG_HOME"):
        folders.append(Path(os.environ["XDG_CONFIG_HOME"]) / "pixelstyle")
    if os.name == "nt":
        folders.append(Path(os.environ.get("APPDATA", Path.home())) / "pixelstyle")
    elif sys.platform == "darwin":
        folders.append(Path.home() / "Library/Application Support/pixelstyle")
    folders.append(Path.home() / ".config/pixelstyle")
    return list(dict.fromkeys(folders))


def in_sandbox() -> bool:
    """Whether this GIMP cannot start programs of the system."""
    return Path("/.flatpak-info").exists() or "SNAP" in os.environ


def find_engine(profile: str | None = None) -> dict:
    """How to reach the engine: {"command": [...], "environment": {...}} or {"address": "host:port", "token": "..."}.

    By the environment variable PIXELSTYLE_ENGINE (a command line), then engine.json, then PATH.
    """
    if os.environ.get(VARIABLE):
        return {"command": shlex.split(os.environ[VARIABLE]), "from": VARIABLE}
    for folder in config_folders(profile):
        file = folder / "engine.json"
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
        except OSError:
            continue
        except ValueError:
            raise EngineError(f"{file} is damaged. This writes it anew:\n\n    pixelstyle gimp install") from None
        if in_sandbox():
            return {"address": found.get("address"), "token": found.get("token"), "from": str(file)}
        return {**found, "from": str(file)}
    program = None if in_sandbox() else shutil.which("pixelstyle")
    if program:
        return {"command": [program, "engine"], "from": "PATH"}
    raise EngineError(f"The PixelStyle engine is not installed. In a terminal, run:\n\n    {INSTALL}")


class Engine:
    """One engine process. Its stdin is its life line: when GIMP kills the plug-in (Cancel), the engine ends too."""

    def __init__(self, profile: str | None = None) -> None:
        self.place = find_engine(profile)
        self.hello: dict = {}
        self.ready: dict = {}
        self._messages: queue.Queue = queue.Queue()
        self._complaints: list[str] = []
        self._process = None
        self._socket = None
        self._jobs = 0
        if self.place.get("address"):
            self._connect()
        else:
            self._start()
        threading.Thread(target=self._read, daemon=True).start()

    def _start(self) -> None:
        environment = {key: value for key, value in os.environ.items() if key not in UNWANTED}
        environment.update(self.place.get("environment") or {})
        apart = {"creationflags": 0x08000000} if os.name == "nt" else {"start_new_session": True}
        command = self.place.get("command") or [""]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                **apart,
            )
        except OSError as error:
            raise EngineError(
                f"The PixelStyle engine cannot be started ({error.strerror}: {command[0]}, from {self.place['from']}). "
                f"In a terminal, run:\n\n    {INSTALL}"
            ) from None
        self._reader, self._writer = self._process.stdout, self._process.stdin
        threading.Thread(target=self._listen_to_complaints, daemon=True).start()

    def _connect(self) -> None:
        host, _, port = self.place["address"].rpartition(":")
        try:
            self._socket = socket.create_connection((host, int(port)), timeout=5)
        except (OSError, ValueError):
            raise EngineError(
                "This GIMP runs in a sandbox (Flatpak or Snap) and cannot start the PixelStyle engine itself. In a "
                f"terminal, run this and leave it open, then try again:\n\n    {LISTEN}"
            ) from None
        self._socket.settimeout(None)
        self._reader, self._writer = self._socket.makefile("rb"), self._socket.makefile("wb")
        self._write({"token": self.place.get("token")})

    @property
    def inline(self) -> bool:
        """Whether pictures travel inside the messages: a sandbox does not see the engine's folder."""
        return self._socket is not None

    def greet(self, idle=lambda: None) -> dict:
        """Say hello. Gives what the engine offers. Raises EngineError when it does not answer as it should."""
        self.say("hello", protocol=PROTOCOL, client="GIMP plug-in", inline=self.inline)
        message = self.wait(idle, timeout=60)
        if message.get("type") == "error":
            raise EngineError(message.get("message", "The engine refused the plug-in."))
        if message.get("type") != "hello" or message.get("protocol") != PROTOCOL:
            version = message.get("version", "of an unknown version")
            raise EngineError(
                f"The PixelStyle engine {version} does not fit this plug-in. In a terminal, run:\n\n"
                "    pip install -U pixelstyle && pixelstyle gimp install"
            )
        self.hello = message
        return message

    def wait_until_ready(self, idle=lambda: None) -> dict:
        """What the engine knows once torch is loaded: torch's version, the device, the networks, the methods."""
        while not self.ready:
            self._sort(self.wait(idle, timeout=120))
        return self.ready

    def recipe(self, name: str) -> dict:
        """The description of a recipe. Raises EngineError when this engine has none of that name."""
        for recipe in self.hello["recipes"]:
            if recipe["name"] == name:
                return recipe
        raise EngineError(
            f"The PixelStyle engine {self.hello.get('version', '')} has no recipe '{name}'. In a terminal, run:\n\n"
            "    pip install -U pixelstyle && pixelstyle gimp install"
        )

    def put(self, name: str, data: bytes) -> None:
        """Lay a file into the engine's work folder."""
        if self.inline:
            self.say("put", name=name, data=base64.b64encode(data).decode())
        else:
            Path(self.hello["folder"], name).write_bytes(data)

    def take(self, picture: dict) -> bytes:
        """The bytes of a picture that a message carries or names."""
        if "png" in picture:
            return base64.b64decode(picture["png"])
        return Path(picture["file"]).read_bytes()

    def start(self, **fields) -> int:
        """Begin a run; gives its id."""
        self._jobs += 1
        self.say("run", id=self._jobs, **fields)
        return self._jobs

    def messages(self, job: int, idle=lambda: None):
        """A run's messages up to the last. Raises EngineError when it fails and whatever `idle` raises."""
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

    def say(self, kind: str, **fields) -> None:
        self._write({"type": kind, **fields})

    def poll(self):
        """The next message, or None when there is none yet. Raises EngineError when the engine is gone."""
        try:
            message = self._messages.get_nowait()
        except queue.Empty:
            return None
        if message is None:
            self._messages.put(None)
            raise EngineError(self._obituary())
        self._sort(message)
        return message

    def wait(self, idle=lambda: None, timeout: float | None = None) -> dict:
        """The next message; `idle` is called twenty times a second meanwhile."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            idle()
            try:
                message = self._messages.get(timeout=0.05)
            except queue.Empty:
                if deadline is not None and time.monotonic() > deadline:
                    raise EngineError(
                        f"The PixelStyle engine (from {self.place['from']}) does not answer. In a terminal, run:\n\n"
                        "    pixelstyle gimp doctor"
                    ) from None
                continue
            if message is None:
                self._messages.put(None)
                raise EngineError(self._obituary())
            return message

    def close(self) -> None:
        """End the engine; its folder goes with it."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            self._writer.close()
        if self._process is not None:
            try:
                self._process.wait(1)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            # Only when it was killed is there something left.
            if self.hello.get("folder"):
                shutil.rmtree(self.hello["folder"], ignore_errors=True)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def _sort(self, message: dict) -> bool:
        """Keep `ready`; whether the message was of no run."""
        if message.get("type") == "ready":
            self.ready = message
            return True
        return False

    def _write(self, message: dict) -> None:
        # An engine that is gone may have said why: its messages are read first, and their end is told then.
        with contextlib.suppress(OSError, ValueError):
            self._writer.write(json.dumps(message).encode() + b"\n")
            self._writer.flush()

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
                        brief = {key: message[key] for key in ("type", "id", "iteration", "preview") if key in message}
                        print("pixelstyle:", json.dumps(brief), file=sys.stderr, flush=True)
        except (OSError, ValueError):
            pass
        self._messages.put(None)

    def _listen_to_complaints(self) -> None:
        for line in self._process.stderr:
            self._complaints.append(line.decode(errors="replace"))
            del self._complaints[:-30]

    def _obituary(self) -> str:
        """Why the engine is gone, as far as can be known."""
        if self._process is None:
            return f"The connection to the PixelStyle engine has ended. Is this still running?\n\n    {LISTEN}"
        try:
            status = self._process.wait(2)
        except subprocess.TimeoutExpired:
            status = "none"
        time.sleep(0.05)  # its last words may still be on their way
        words = "".join(self._complaints).strip().splitlines()
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
