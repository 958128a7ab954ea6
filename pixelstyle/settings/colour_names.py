"""Colours by the names and numbers of the palette in use, which come before those of web pages."""

from __future__ import annotations

import contextlib

from pixelstyle import files, screens
from pixelstyle.errors import PixelStyleError


def in_palettes_words(text: str, mode: str, palette: str | None) -> str:
    """Colours with commas, those that the palette has a name or number for as #rrggbb; the others stay as they are.

    `palette` is the setting, None for the mode's own. What cannot be read here whoever uses it will say.

    >>> in_palettes_words("dark grey, 2, teal", "c64-multicolor", None)
    '#4a4a4a,#813338,teal'
    """
    from pixelstyle.palettes import get_palette  # here, since it brings the readers of all kinds of files

    name = palette
    with contextlib.suppress(PixelStyleError):
        name = name or screens.get_mode(mode).palette
        if name is not None:
            known = get_palette(name)
            parts = text.split(",") if "(" not in text else [text]  # rgb(10, 20, 30)
            return ",".join(_hex(known.colour_named(part), part.strip()) for part in parts)
    return text


def is_palette_name(name: str) -> bool:
    """Whether a palette of this name comes with the program: `palettes.is_shipped`, loaded when somebody asks."""
    from pixelstyle.palettes import is_shipped  # here, as above

    return is_shipped(name)


def _hex(colour: tuple[int, int, int] | None, text: str) -> str:
    if colour is None or _same(text, colour):
        return text
    return f"#{bytes(colour).hex()}"


def _same(text: str, colour: tuple[int, int, int]) -> bool:
    """Whether a text says this colour without the palette: what is written down stays as it was."""
    with contextlib.suppress(PixelStyleError):
        return files.parse_colour(text) == colour
    return False
