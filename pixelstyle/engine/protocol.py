"""The protocol: one JSON object a line, both ways. docs/engine-protocol.md says the same to people."""

from __future__ import annotations

import json
import math
import os
import threading
from pathlib import Path
from typing import Any, BinaryIO

from pixelstyle.errors import PixelStyleError, UnknownNameError

PROTOCOL = 1
"""Counts up when a message changes in a way that older readers would misunderstand; additions do not count."""

WORK = ("run", "open", "encode", "check", "frame", "gallery")
"""Commands that are done one after the other; each has an id, and one last answer."""
COMMANDS = ("hello", "put", *WORK, "weights", "change", "finish", "cancel")
MAX_LINE = 1 << 28
"""Bytes; pictures may travel inside messages."""

Message = dict[str, Any]


class RefusedError(PixelStyleError):
    """Something that only the client's person can decide."""

    def __init__(self, code: str, text: str, modes: list[str]) -> None:
        """`code` is what has to be decided, `modes` between which machines."""
        super().__init__(text)
        self.code, self.modes = code, modes


class MessageWriter:
    """Writes messages, whole and one at a time, whichever thread they come from."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._lock = threading.Lock()

    def send(self, kind: str, /, **fields: Any) -> None:
        """One line. Raises OSError when nobody reads any more."""
        # ASCII: a file's name may hold bytes that are no text, which nothing else can carry.
        line = json.dumps({"type": kind, **_finite(fields)}, allow_nan=False)
        with self._lock:
            self._sink.write(line.encode() + b"\n")
            self._sink.flush()


def parse(line: bytes) -> Message:
    """A command. Raises PixelStyleError for anything else."""
    try:
        message = json.loads(line.lstrip(b"\0"))  # half of a line end, where the line before was in UTF-16
    except (ValueError, RecursionError):
        raise PixelStyleError("A message is one line with one JSON object; this line is none.") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise PixelStyleError("A message is a JSON object with a 'type'.")
    if message["type"] not in COMMANDS:
        raise UnknownNameError("command", message["type"], COMMANDS)
    return message


def id_of(message: Message) -> int | str | None:
    """The id of the run that a message is about, None where it has none that could be one."""
    found = message.get("id")
    return found if isinstance(found, (int, str)) and not isinstance(found, bool) else None


def field(message: Message, name: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
    """A field of a message. Raises PixelStyleError when it is missing and has no default, or is of another kind."""
    value = message.get(name, default)
    if value is ...:
        raise PixelStyleError(f"The message '{message['type']}' lacks '{name}'.")
    kinds = kind if isinstance(kind, tuple) else (kind,)
    wrong = not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)
    if value is not default and wrong:
        raise PixelStyleError(f"In the message '{message['type']}', '{name}' cannot be {value!r}.")
    return value


def plain_name(name: str) -> str:
    """A file name for the work folder. Raises PixelStyleError for paths, hidden names and what is no name at all."""
    try:
        nameable = b"\0" not in os.fsencode(name)
    except UnicodeEncodeError:
        nameable = False
    if not nameable or not name or name.startswith(".") or Path(name).name != name or "\\" in name or ":" in name:
        raise PixelStyleError(f"{name!r} is not a plain file name.")
    return name


def _finite(value: Any) -> Any:
    """JSON has no NaN and no infinity: null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value
