"""`engine`: the engine for other programs, on stdin and stdout, or behind a socket for those in a sandbox."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pixelstyle.engine import serve_pipes, serve_socket
from pixelstyle.errors import PixelStyleError

Address = Annotated[
    str | None,
    typer.Option("--listen", metavar="HOST:PORT", help="serve sandboxed programs, such as 127.0.0.1:17380"),
]
TokenFile = Annotated[
    Path | None,
    typer.Option("--token-file", help="what clients must know; made when missing, readable by you alone"),
]


def engine_command(listen: Address = None, token_file: TokenFile = None) -> int:
    """Serve another program in JSON lines (docs/engine-protocol.md); GIMP starts this by itself."""
    if listen is None:
        serve_pipes()
        return 0
    if token_file is None:
        raise PixelStyleError("--listen needs --token-file FILE: clients must know what is in it.")
    serve_socket(listen, token_file, lambda address: print(f"listening on {address}; Ctrl-C ends it", file=sys.stderr))
    return 0
