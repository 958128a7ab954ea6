"""Floor 11: doors: thin ways from other programs to the recipes (docs/doors.md)."""

from typing import TYPE_CHECKING

from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:
    from pixelstyle.doors.mcp_server import serve_mcp
    from pixelstyle.doors.vice import DEFAULT_ADDRESS, Vice, ViceError, parse_address
    from pixelstyle.doors.watching import watch

__all__ = ["DEFAULT_ADDRESS", "Vice", "ViceError", "parse_address", "serve_mcp", "watch"]

hand_on_late(__name__)
