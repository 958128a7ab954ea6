"""Modes and palettes that a Python program has at hand, where their names go: they are known by a name while it works.

A record can only say that name: what was made with a mode or a palette of one's own is repeated by the program that has
it, not by `again`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.palettes import Palette, get_palette, palettes_at_hand
from pixelstyle.screens import ScreenMode, get_mode, modes_at_hand


@contextmanager
def with_names(settings: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The settings with a name in place of a ScreenMode, a Palette or a list of colours, known until this ends.

    Colours are '#rrggbb' or three numbers of 0..255. Raises PixelStyleError for what is no colour.
    """
    plain = dict(settings)
    own_modes: dict[str, ScreenMode] = {}
    own_palettes: dict[str, Palette] = {}
    mode, palette = settings.get("mode"), settings.get("palette")
    if isinstance(mode, ScreenMode):
        known = _known_mode(mode)
        plain["mode"] = known.name
        own_modes[known.name] = known
    if isinstance(palette, Sequence) and not isinstance(palette, str):
        palette = Palette("own", tuple(_colour(one) for one in palette))
    if isinstance(palette, Palette):
        plain["palette"] = name = _name_of(palette)
        own_palettes[name] = palette if name == palette.name else replace(palette, name=name)
    with modes_at_hand(own_modes), palettes_at_hand(own_palettes):
        yield plain


def _known_mode(mode: ScreenMode) -> ScreenMode:
    """The mode itself, under another name where a different one of the catalogue has its: files are of that one."""
    try:
        same = get_mode(mode.name) == mode
    except UnknownNameError:
        same = True
    return mode if same else replace(mode, name=f"{mode.name}-{_digest(mode)}")


def _name_of(palette: Palette) -> str:
    """Its own name where it comes along; else one that no other palette has."""
    try:
        if get_palette(palette.name) == palette:
            return palette.name
    except PixelStyleError:
        pass
    return f"{palette.name}-{_digest(palette.colours)}"


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]


def _colour(value: Any) -> tuple[int, int, int]:
    if isinstance(value, str):
        (found,) = Palette.from_hex("own", [value]).colours
        return found
    try:
        red, green, blue = (int(part) for part in value)
    except (TypeError, ValueError):
        red = -1
    if red < 0 or not all(0 <= part <= 255 for part in (red, green, blue)):
        raise PixelStyleError(f"A colour is '#rrggbb' or three numbers from 0 to 255, not {value!r}.")
    return red, green, blue
