"""`mcp`: the server for language models."""

from __future__ import annotations

from typing import Annotated

import typer

from pixelstyle.doors import serve_mcp

Folder = Annotated[str, typer.Argument(help="the folder in which it may read and write; nothing else is touched")]


def mcp_command(folder: Folder) -> int:
    """Serve a language model's program (Model Context Protocol, on standard input and output) in one FOLDER."""
    serve_mcp(folder)
    return 0
