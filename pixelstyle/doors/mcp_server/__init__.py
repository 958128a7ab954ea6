"""PixelStyle for programs that talk the Model Context Protocol, in one folder and nowhere else (docs/doors.md)."""

from __future__ import annotations

from pathlib import Path

from pixelstyle.errors import PixelStyleError


def serve_mcp(path: str | Path) -> None:
    """Serve one client, which may read and write in the folder `path`, until standard input ends.

    Raises PixelStyleError for what is no such folder, and where the SDK is missing.
    """
    from pixelstyle.doors.mcp_server.folder import Folder

    folder = Folder(path)
    try:
        from pixelstyle.doors.mcp_server.server import server_of  # here, since the SDK is an extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "anyio"):
            raise
        raise PixelStyleError(
            "mcp needs the Model Context Protocol's SDK: pip install 'pixelstyle[mcp]', or '.[mcp]' in a checkout."
        ) from None
    folder.enter()
    server_of(folder).run("stdio")
