"""`studio`: the page on this computer alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from platformdirs import user_pictures_path

from pixelstyle.cli.progress import say
from pixelstyle.studio import serve_studio, stop_studios

Folder = Annotated[
    Path | None,
    typer.Argument(
        help="the only folder that it reads and writes; by itself PixelStyle among your pictures", show_default=False
    ),
]
Port = Annotated[int, typer.Option(help="0 = any free one", min=0, max=65535)]
Browser = Annotated[bool, typer.Option(help="open the page in the browser")]
Stop = Annotated[bool, typer.Option("--stop", help="stop every studio of yours that runs")]


def studio_command(folder: Folder = None, port: Port = 0, browser: Browser = True, stop: Stop = False) -> int:
    """Open a page in the browser, on this computer alone: drop a photo, pick a painting and a machine, and paint."""
    if stop:
        count = stop_studios()
        say(f"stopped {count} studio{'' if count == 1 else 's'}")
        return 0
    where = folder or user_pictures_path() / "PixelStyle"

    def announce(address: str) -> None:
        print(address, flush=True)
        say(f"The studio works in {where}. Ctrl-C here or `pixelstyle studio --stop` ends it.")

    serve_studio(where, port, browser, announce)
    return 0
