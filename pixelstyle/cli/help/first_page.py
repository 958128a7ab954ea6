"""`pixelstyle --help`: all commands by their kind, and what a newcomer does first, on one screen."""

from __future__ import annotations

from pixelstyle.cli.commands.listed import names_by_panel
from pixelstyle.cli.help.one_screen import print_rows

_BEGINNINGS = [
    ("a page to click in", "pixelstyle studio"),
    ("a first picture", "pixelstyle stylize photo.jpg painting.jpg"),
    ("one in a second", "pixelstyle stylize photo.jpg --painter van-gogh"),
    ("a calmer one", "pixelstyle stylize photo.jpg painting.jpg --tv-weight 2"),
    ("your own palette", "pixelstyle stylize ... -m free --palette mine.gpl"),
    ("a C64's own file", "pixelstyle stylize ... -m c64-multicolor -o out.kla"),
    ("without any style", "pixelstyle convert photo.jpg -m zx-spectrum -o out.scr"),
    ("the same once more", "pixelstyle again out.png"),
]


def print_first_page() -> None:
    """Print it."""
    print_rows(
        "Usage: pixelstyle COMMAND ...",
        "Pictures in a style, under the rules of real 8- and 16-bit screens.",
        [[(panel, ", ".join(names)) for panel, names in names_by_panel().items()], _BEGINNINGS],
        "COMMAND --help: what it takes, in short. --help-all: a line for each command.",
    )
