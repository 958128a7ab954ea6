"""What memory holds beside the pixels, settled by these alone: a picture saved anew gives the same native file."""

from __future__ import annotations

from dataclasses import replace

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.png.indexed import picture_of_rgb
from pixelstyle.screens import NativePicture, check, with_slots


def settled(native: NativePicture) -> NativePicture:
    """The same picture with the slots or sub-palettes that its pixels give, in place of those that the solver chose.

    A PNG that another program saved has the pixels only. As it is where there are no such choices, where colours are
    chosen, whose places the next frame of an animation may count on, and where nothing legal is found.
    """
    mode = native.mode
    if mode.any_size or mode.coded or mode.choice is not None or not (mode.slots or mode.subpalettes is not None):
        return native
    if mode.subpalettes is not None and mode.subpalettes.given:
        return native
    rgb = native.native_rgb()
    try:
        found = with_slots(picture_of_rgb(rgb, mode, native.palette))
    except PixelStyleError:
        return native
    legal = (found.native_rgb() == rgb).all() and not check(found)
    return replace(found, extra=native.extra) if legal else native
