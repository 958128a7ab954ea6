"""Floor 7: the engine: a process that GIMP and other programs talk to in JSON lines (docs/engine-protocol.md)."""

from pixelstyle.engine.protocol import PROTOCOL

__all__ = ["PROTOCOL"]
