"""What an engine says first, for programs that serve engines to others and have to answer before one has started."""

from __future__ import annotations

from typing import Any

from pixelstyle.engine.protocol import COMMANDS, PROTOCOL
from pixelstyle.version import __version__


def greeting() -> dict[str, Any]:
    """The fields of `hello` that are the same for every engine of this installation: all but its work folder."""
    from pixelstyle.engine.handshake import hello_fields  # here: whoever only wants the engine's address needs none

    return {"protocol": PROTOCOL, "version": __version__, "commands": list(COMMANDS), **hello_fields()}
