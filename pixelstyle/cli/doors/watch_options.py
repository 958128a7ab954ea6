"""What `convert` takes for --watch and --vice: apart from the work, since each refusal needs the options."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence

from pixelstyle.cli.options import file_option, flag
from pixelstyle.doors import DEFAULT_ADDRESS

_ADDRESS = re.compile(r"(\S*:)?[0-9]+")
"""HOST:PORT or PORT."""


def watch_parameters() -> list[inspect.Parameter]:
    """--watch and --vice."""
    shown = f"show it in a running VICE (x64sc -binarymonitor), at {DEFAULT_ADDRESS} unless told otherwise"
    return [
        flag("watch", "convert again whenever the picture is saved, until Ctrl-C", "Output"),
        file_option("vice", shown, "Output", "[HOST:PORT]"),
    ]


def with_address(arguments: Sequence[str]) -> list[str]:
    """The arguments with VICE's usual address after a --vice that has none, which typer cannot say of an option.

    >>> with_address(["convert", "--vice", "a.png", "--vice", "6510"])
    ['convert', '--vice=127.0.0.1:6502', 'a.png', '--vice', '6510']
    """
    following = [*arguments[1:], ""][: len(arguments)]
    return [
        f"--vice={DEFAULT_ADDRESS}" if one == "--vice" and not _ADDRESS.fullmatch(after) else one
        for one, after in zip(arguments, following, strict=True)
    ]
