"""Floor 10: the engine: a process that GIMP and other programs talk to in JSON lines (docs/engine-protocol.md)."""

from pixelstyle.engine.command import engine_command, engine_environment
from pixelstyle.engine.galleries import painting, painting_title, paintings
from pixelstyle.engine.introduction import facts_of_mode, greeting
from pixelstyle.engine.pipes import serve_pipes
from pixelstyle.engine.protocol import PROTOCOL
from pixelstyle.engine.socket_server import DEFAULT_ADDRESS, read_token, serve_socket

__all__ = [
    "DEFAULT_ADDRESS",
    "PROTOCOL",
    "engine_command",
    "engine_environment",
    "facts_of_mode",
    "greeting",
    "painting",
    "painting_title",
    "paintings",
    "read_token",
    "serve_pipes",
    "serve_socket",
]
