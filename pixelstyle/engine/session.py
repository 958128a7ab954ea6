"""A session: one client, one work folder. It ends when the client's pipe does, whatever the engine is doing then."""

from __future__ import annotations

import base64
import itertools
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from pixelstyle.engine.check_job import check_picture
from pixelstyle.engine.control import CancelledError, Control
from pixelstyle.engine.frame_job import FramePainter
from pixelstyle.engine.gallery_job import offer
from pixelstyle.engine.handshake import WEIGHT, hello_fields
from pixelstyle.engine.job import Job, changeable
from pixelstyle.engine.native_files import encode_file, open_file
from pixelstyle.engine.preload import Preload, needs_torch
from pixelstyle.engine.protocol import (
    COMMANDS,
    MAX_LINE,
    PROTOCOL,
    WORK,
    Message,
    MessageWriter,
    RefusedError,
    field,
    id_of,
    parse,
    plain_name,
)
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import HeldFolder
from pixelstyle.version import __version__

_LAST_SECONDS = 10.0
"""What a run has to come to its picture, once the process is to end."""
KEPT_PREVIEWS = 2
"""A client may still be reading the last but one."""


class Session:
    """Reads commands from `source` in a thread of its own, works in the thread that calls `serve`."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source = source
        self._writer = MessageWriter(sink)
        self._waiting: queue.Queue[Message] = queue.Queue()
        self._controls: dict[Any, Control] = {}
        self._preload = Preload()
        self._frames = FramePainter()
        self._begin_preload: Callable[[], None] = lambda: None
        self._inline = False
        self._greeted = False
        self._ending = False
        self._files = threading.Lock()
        self._numbers = itertools.count(1)
        self._written: list[Path] = []
        self._home = Path.cwd()
        self._place = HeldFolder("engine")
        self.folder = self._place.path
        os.chdir(self.folder)  # so that relative paths in messages mean files of the work folder

    def serve(self) -> None:
        """Until the client has gone, or cannot be answered any more; then the process ends."""
        threading.Thread(target=self._read, name="commands", daemon=True).start()
        try:
            while not (self._ending and self._waiting.empty()):
                self._take(self._waiting.get())
        finally:
            self.shut_down()

    def _take(self, message: Message) -> None:
        try:
            self._handle(message)
        except RefusedError as error:
            self._end(message, "error", code=error.code, message=str(error), modes=error.modes)
        except PixelStyleError as error:
            self._end(message, "error", code="request", message=str(error))
        except UnicodeEncodeError:
            self._end(message, "error", code="request", message="A name holds characters that no file's name can hold.")
        except CancelledError:
            self._end(message, "cancelled")
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                self.shut_down()
            text = f"{error.strerror or error}: '{error.filename}'."
            self._end(message, "error", code="request", message=text)
        except Exception as error:
            self._report_failure(message, error)

    def end_soon(self) -> None:
        """Somebody ends this process from outside: the run at work gets to its best picture and to its client first."""
        if self._ending or not self._controls:
            self.shut_down()
        self._ending = True
        for control in list(self._controls.values()):
            control.finishes += 2
        last = threading.Timer(_LAST_SECONDS, self.shut_down)
        last.daemon = True
        last.start()

    def shut_down(self) -> None:
        """Leave no file and no process. Called from any thread; does not return."""
        # Whoever writes a file right now gets a moment to end; nobody can begin to write one any more.
        self._files.acquire(timeout=0.2)
        os.chdir(self._home if self._home.is_dir() else "/")
        self._place.remove()
        os._exit(0)

    def _read(self) -> None:
        """Commands that steer take effect here and now; the others wait for their turn. However this ends, the engine
        does: nobody would hear the client any more."""
        try:
            while line := self._source.readline(MAX_LINE):
                self._hear(line)
        finally:
            self.shut_down()

    def _hear(self, line: bytes) -> None:
        message: Message = {"type": "?"}
        try:
            message = parse(line)
            if not self._greeted and message["type"] != "hello":
                raise PixelStyleError("The first message is 'hello'.")
            self._greeted = True
            self._dispatch(message)
        except PixelStyleError as error:
            # A mistake in a message about a run that is going on does not end that run.
            kind = "warning" if id_of(message) in self._controls else "error"
            self._send(message, kind, code="message", message=str(error))

    def _dispatch(self, message: Message) -> None:
        kind = message["type"]
        if kind in ("hello", "put"):
            self._waiting.put(message)
            return
        job = field(message, "id", (int, str))
        if kind in WORK:
            if job in self._controls:
                raise PixelStyleError(f"There is a run {job!r} already: every run has an id of its own.")
            self._controls[job] = Control()
            self._waiting.put(message)
            return
        control = self._controls.get(job)
        if control is None:  # it has just ended: no mistake of the client's
            return
        if kind == "cancel":
            control.cancelled.set()
        elif kind == "finish":
            control.finishes += 1
        elif kind == "change":
            control.changes.put(field(message, "settings", dict))
        else:
            for name, weight in field(message, "weights", dict).items():
                control.changes.put({f"{name}{WEIGHT}": weight})

    def _handle(self, message: Message) -> None:
        if message["type"] == "hello":
            self._hello(message)
        elif message["type"] == "put":
            self._put(plain_name(field(message, "name", str)), field(message, "data", str))
        elif message["type"] == "run":
            self._run(message)
        else:
            self._answer(message)

    def _hello(self, message: Message) -> None:
        wanted = field(message, "protocol", int)
        if wanted != PROTOCOL:
            older = "older" if wanted > PROTOCOL else "newer"
            raise PixelStyleError(
                f"The client speaks protocol {wanted}; this engine (PixelStyle {__version__}) is {older} and speaks "
                f"{PROTOCOL}. Run `pip install -U 'pixelstyle[style]'` and `pixelstyle gimp install`."
            )
        self._inline = field(message, "inline", bool, False)
        torch, expect = field(message, "torch", bool, True), field(message, "expect", dict, None)
        facts = {"protocol": PROTOCOL, "version": __version__, "folder": str(self.folder), "commands": list(COMMANDS)}
        self._writer.send("hello", **facts, **hello_fields())
        self._begin_preload = lambda: self._preload.begin(
            expect, self._writer.send, lambda error: self._report_failure(message, error)
        )
        if torch:
            self._preload_now()

    def _preload_now(self) -> None:
        """Get torch ready, if that has not begun."""
        begin, self._begin_preload = self._begin_preload, lambda: None
        begin()

    def _put(self, name: str, data: str) -> None:
        try:
            content = base64.b64decode(data, validate=True)
        except ValueError:
            raise PixelStyleError(f"The data of '{name}' is not base64.") from None
        with self._files:
            (self.folder / name).write_bytes(content)

    def _run(self, message: Message) -> None:
        control = self._controls[message["id"]]
        job = Job.of(message)
        if needs_torch(job.recipe):
            self._preload_now()
            self._preload.wait()
        if control.cancelled.is_set():
            raise CancelledError
        run = job.prepare()
        width, height = run.mode.width, run.mode.height
        facts: dict[str, Any] = {"headline": run.headline, "size": [width, height], "pixel": list(run.mode.pixel)}
        live = changeable(run)
        weights = {name.removesuffix(WEIGHT): value for name, value in live.items() if name.endswith(WEIGHT)}
        self._send(message, "started", **facts, weights=weights, changeable=live)

        def tell(kind: str, **fields: Any) -> None:
            self._send(message, kind, **fields)

        first = job.first(run, self._show)
        if first is not None and not control.cancelled.is_set():
            tell("painted", **first)
        result = job.work(run, control, tell, self._show)
        if control.cancelled.is_set():
            raise CancelledError
        self._end(message, "done", **job.answer(result, tell, self._write))

    def _answer(self, message: Message) -> None:
        """What needs no steps: native files, and what clashes in a picture."""
        if self._controls[message["id"]].cancelled.is_set():
            raise CancelledError
        if message["type"] == "open":
            self._end(message, "opened", **open_file(message, self._write))
        elif message["type"] == "encode":
            self._end(message, "encoded", **encode_file(message))
        elif message["type"] == "gallery":
            self._end(message, "offered", **offer(self._write))
        elif message["type"] == "frame":
            self._preload_now()
            self._preload.wait()
            self._end(message, "framed", **self._frames.answer(message, self._show))
        else:
            self._end(message, "checked", **check_picture(message))

    def _show(self, name: str, png: bytes) -> dict[str, str]:
        """A preview: like other pictures, but only the last few stay."""
        shown = self._write(name, png)
        with self._files:
            while len(self._written) > KEPT_PREVIEWS:
                self._written.pop(0).unlink(missing_ok=True)
        return shown

    def _write(self, name: str, png: bytes) -> dict[str, str]:
        """A picture for the client: a file of the work folder; in the message where it or we cannot use that folder."""
        if self._inline:
            return {"png": base64.b64encode(png).decode()}
        path = self.folder / f"{next(self._numbers)}-{name}"
        try:
            with self._files:
                path.write_bytes(png)
        except OSError:  # a full disc, or a folder that somebody tidied away: the client gets it all the same
            return {"png": base64.b64encode(png).decode()}
        if name.startswith("preview"):
            self._written.append(path)
        return {"file": str(path)}

    def _send(self, about: Message, kind: str, /, **fields: Any) -> None:
        job = id_of(about)
        self._writer.send(kind, **({} if job is None else {"id": job}), **fields)

    def _end(self, about: Message, kind: str, /, **fields: Any) -> None:
        """The last message about a run; the client may use its id again at once."""
        self._controls.pop(id_of(about), None)
        self._send(about, kind, **fields)

    def _report_failure(self, message: Message, error: Exception) -> None:
        """Not a mistake of the client's: a package that is missing, too little memory, or a bug."""
        if isinstance(error, PixelStyleError):
            code, text = "request", str(error)
        elif is_memory_error(error):
            code = "memory"
            text = "There is not enough memory for this: take a smaller mode or size, or close other programs."
        else:
            traceback.print_exc(file=sys.stderr)
            code = "bug"
            first = (str(error).splitlines() or [""])[0]
            text = f"The engine met something it does not know ({type(error).__name__}: {first})."
        self._end(message, "error", code=code, message=text)


def is_memory_error(error: Exception) -> bool:
    """torch reports a full processor memory as a RuntimeError and a full GPU as OutOfMemoryError."""
    text = str(error).lower()
    signs = ("not enough memory", "out of memory", "can't allocate memory", "cannot allocate memory", "bad_alloc")
    return isinstance(error, MemoryError) or any(sign in text for sign in signs)
