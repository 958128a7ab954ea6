"""The border around a screen, in the files of machines that keep its colour."""

from __future__ import annotations

from dataclasses import replace

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import parse_colour
from pixelstyle.palettes import Palette
from pixelstyle.recipes.requests.given_palettes import entry_of
from pixelstyle.screens import NativePicture, ScreenMode
from pixelstyle.settings import Settings

_ENTRIES = {
    **{
        f"c64-{name}": 16
        for name in ("multicolor", "hires", "characters", "ecm", "characters-mixed", "multicolor-sprites")
    },
    "intellivision": 16,
    "vic20-hires": 8,
}
"""How many of the palette's entries the border can have, from the first on, in modes whose files say its colour."""


def border_entry(settings: Settings, mode: ScreenMode, palette: Palette | None) -> int | None:
    """The number of the border's colour; None where none is asked for.

    Raises PixelStyleError for modes whose files keep none, and for colours that it cannot have.
    """
    if settings.border is None:
        return None
    colour = parse_colour(settings.border)
    if mode.name not in _ENTRIES or palette is None:
        shared = mode.subpalettes is not None and mode.subpalettes.shared
        cure = ": there the border has the colour of --backdrop" if shared else f"; those of {', '.join(_ENTRIES)} do"
        raise PixelStyleError(f"Files of mode {mode.name} keep no colour of the border{cure}.")
    entry = entry_of(replace(mode, usable=tuple(range(_ENTRIES[mode.name]))), palette, colour)
    if entry >= _ENTRIES[mode.name]:
        raise PixelStyleError(f"The border of {mode.name} has one of the first {_ENTRIES[mode.name]} colours.")
    return entry


def with_border(picture: NativePicture, settings: Settings) -> NativePicture:
    """The picture with the border that the settings ask for."""
    entry = border_entry(settings, picture.mode, picture.palette)
    return picture if entry is None else replace(picture, extra=picture.extra | {"border": entry})
