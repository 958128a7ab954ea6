"""What memory holds beside the pixels, settled by these alone: a picture saved anew gives the same native file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.png.indexed import picture_of_rgb
from pixelstyle.formats.shared.layout import codes_of
from pixelstyle.formats.shared.tiles import chosen_sub_palettes, picture_of_sub_palettes
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, check, with_slots


def settled(native: NativePicture) -> NativePicture:
    """The same picture with the palette, and the slots or sub-palettes, that its pixels give, in place of those that
    were chosen for it.

    A PNG that another program saved has the pixels only. As it is where there are no such choices, and where nothing
    legal is found.
    """
    mode = native.mode
    if mode.any_size or (mode.choice is None and (mode.coded or not (mode.slots or mode.subpalettes is not None))):
        return native
    if mode.subpalettes is not None and mode.subpalettes.given:
        return native
    rgb = native.native_rgb()
    try:
        found = held_by_pixels(rgb, mode, None if mode.choice is not None else native.palette)
    except PixelStyleError:
        return native
    legal = (found.native_rgb() == rgb).all() and not check(found)
    return replace(found, extra=native.extra) if legal else native


def held_by_pixels(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None) -> NativePicture:
    """The picture that shows just these colours, uint8 [H, W, 3] in native pixels, with all that memory holds besides
    filled in by these alone. `palette` is None where the mode chooses one. Raises PixelStyleError where nothing can
    give them."""
    native = picture_of_rgb(rgb, mode, palette)
    if mode.slots or mode.subpalettes is not None:
        native = with_slots(native)
    return native if mode.choice is None or mode.subpalettes is None else _in_blocks(native)


def _in_blocks(native: NativePicture) -> NativePicture:
    """The picture with a palette that consists of its sub-palettes, as those are that we choose."""
    held, cells = native.subpalettes, native.subpalette_map
    assert held is not None and cells is not None and native.mode.subpalettes is not None
    shared, colours = native.mode.subpalettes.shared, native.palette.bytes()[held]
    flat = np.concatenate([colours[0, :shared], colours[:, shared:].reshape(-1, 3)])
    palette = replace(native.palette, colours=tuple(map(tuple, flat.tolist())), names=())
    return picture_of_sub_palettes(native.mode, codes_of(native), chosen_sub_palettes(native.mode), cells, palette)
