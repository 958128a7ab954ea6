"""Floor 11: doors: thin ways from other programs to the recipes (docs/doors.md)."""

from pixelstyle.doors.mcp_server import serve_mcp
from pixelstyle.doors.vice import DEFAULT_ADDRESS, Vice, ViceError, parse_address
from pixelstyle.doors.watching import watch

__all__ = ["DEFAULT_ADDRESS", "Vice", "ViceError", "parse_address", "serve_mcp", "watch"]
