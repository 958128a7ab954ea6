"""The doctor: is everything there that the plug-in needs, and what mends what is not?"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pixelstyle.engine import PROTOCOL
from pixelstyle.errors import PixelStyleError
from pixelstyle.gimp.installation import MARK, plug_in_files, plug_in_source
from pixelstyle.gimp.profiles import Profile

PATIENCE = 120.0
"""Seconds; the first import of torch after a start of the computer can take long."""
_MEND = "run `pixelstyle gimp install`"
UNWANTED = (
    "PYTHONHOME",
    "PYTHONPATH",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "GI_TYPELIB_PATH",
    "GTK_PATH",
)
"""The plug-in drops these from the engine's environment; so does the doctor, to see what it would see."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    fine: bool
    text: str
    """What was found; where it is not fine, what to do."""


def examine(profile: Profile) -> Iterator[Finding]:
    """Look at everything in turn: profile, plug-in folder, run bit, note, engine, torch, device."""
    yield Finding("profile", True, str(profile.folder))
    yield _folder(profile)
    yield _run_bit(profile)
    try:
        note = json.loads(profile.engine_file.read_bytes())
        if not isinstance(note, dict) or not (note.get("command") or note.get("address")):
            raise ValueError
    except FileNotFoundError:
        yield Finding("engine.json", False, f"{profile.engine_file} is missing: {_MEND}")
        return
    except (OSError, ValueError):
        yield Finding("engine.json", False, f"{profile.engine_file} cannot be read: {_MEND}")
        return
    yield Finding("engine.json", True, str(profile.engine_file))
    if profile.sandboxed:
        yield Finding("engine", True, f"behind {note.get('address')}: it runs while `pixelstyle engine --listen` does")
        return
    yield from _engine(note)


def _folder(profile: Profile) -> Finding:
    if not (profile.plug_in / MARK).is_file():
        return Finding("plug-in", False, f"{profile.plug_in} is missing: {_MEND}")
    if plug_in_files(profile.plug_in) != plug_in_files(plug_in_source()):
        return Finding("plug-in", False, f"{profile.plug_in} is of another version: {_MEND}")
    return Finding("plug-in", True, str(profile.plug_in))


def _run_bit(profile: Profile) -> Finding:
    entry = profile.plug_in / MARK
    if not entry.is_file() or not os.access(entry, os.X_OK):
        return Finding("run bit", False, f"GIMP passes by {entry}, since it cannot be run: {_MEND}")
    return Finding("run bit", True, "set")


def _engine(note: dict[str, Any]) -> Iterator[Finding]:
    try:
        hello, ready = handshake(note)
    except PixelStyleError as error:
        yield Finding("engine", False, str(error))
        return
    yield Finding("engine", True, f"version {hello['version']}, protocol {hello['protocol']}")
    yield Finding("torch", True, ready["torch"])
    yield Finding("device", True, ready["device"])


def handshake(note: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Start the engine as the plug-in would: its `hello` and `ready`. Raises PixelStyleError when there is no such."""
    environment = {key: value for key, value in os.environ.items() if key not in UNWANTED}
    greeting = json.dumps({"type": "hello", "protocol": PROTOCOL}).encode() + b"\n"
    try:
        with subprocess.Popen(  # noqa: S603 - the engine of the note that is to be judged
            note["command"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment | dict(note.get("environment") or {}),
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            impatience = threading.Timer(PATIENCE, process.kill)
            impatience.start()
            with contextlib.suppress(BrokenPipeError):  # what it says before it goes matters more
                process.stdin.write(greeting)
                process.stdin.flush()
            # Its stdin stays open until both answers are there: its end is the engine's.
            lines = [process.stdout.readline() for _ in range(2)]
            _, complaints = process.communicate()
            impatience.cancel()
    except (OSError, TypeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PixelStyleError(f"the engine cannot be started ({reason}): {_MEND}") from None
    try:
        hello, ready = (json.loads(line) for line in lines)
        if ready["type"] == "error" and hello["type"] == "hello":
            raise PixelStyleError(str(ready["message"]).rstrip("."))
        if (hello["type"], ready["type"]) != ("hello", "ready") or hello["protocol"] != PROTOCOL:
            raise ValueError
    except (ValueError, KeyError, TypeError):
        words = complaints.decode(errors="replace").strip().splitlines()
        last = f" ({words[-1]})" if words else ""
        raise PixelStyleError(f"the engine does not answer as it should{last}: {_MEND}") from None
    return hello, ready
