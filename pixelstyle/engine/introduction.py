"""What an engine says first, for programs that serve engines to others and have to answer before one has started."""

from __future__ import annotations

from typing import Any

from pixelstyle.engine.protocol import COMMANDS, PROTOCOL
from pixelstyle.version import __version__


def greeting() -> dict[str, Any]:
    """The fields of `hello` that are the same for every engine of this installation: all but its work folder."""
    from pixelstyle.engine.handshake import hello_fields  # here: whoever only wants the engine's address needs none

    return {"protocol": PROTOCOL, "version": __version__, "commands": list(COMMANDS), **hello_fields()}


def facts_of_mode(name: str) -> dict[str, Any]:
    """What `hello` would say of a mode, for one that is in a file. Raises PixelStyleError for a bad one."""
    from pixelstyle.engine.handshake import describe_mode
    from pixelstyle.screens import get_mode

    return describe_mode(get_mode(name))
