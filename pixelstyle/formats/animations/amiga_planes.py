"""What the Amiga's films share: pictures as bit planes, colours as registers of 12 bits, view modes."""

from __future__ import annotations

import numpy as np

from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, get_mode

MODES = ("amiga-32", "amiga-ehb", "amiga-ham6")
PLANES = {"amiga-32": 5, "amiga-ehb": 6, "amiga-ham6": 6}
VIEWS = {"amiga-32": 0, "amiga-ehb": 0x80, "amiga-ham6": 0x800}
"""CAMG: the view mode that the hardware is set to."""
_REGISTERS = {"amiga-32": 32, "amiga-ehb": 32, "amiga-ham6": 16}
_BITS = (4, 4, 4)


def planes_of(picture: NativePicture) -> np.ndarray:
    """uint8 [planes, H, bytes]: bit n of each pixel in plane n."""
    count = PLANES[picture.mode.name]
    bits = (picture.indices[None] >> np.arange(count, dtype=np.uint8)[:, None, None]) & 1
    return np.packbits(bits, axis=2)


def registers_of(picture: NativePicture) -> np.ndarray:
    """int64 [registers, 3], 0..15."""
    count = _REGISTERS[picture.mode.name]
    return np.asarray(filled_up(levels_of(picture.palette, _BITS)[:count], count))


def picture_of(mode: ScreenMode, planes: np.ndarray, levels: np.ndarray) -> NativePicture:
    """The reverse: from planes [planes, H, bytes] and registers' levels, [registers, 3]."""
    bits = np.unpackbits(planes, axis=2)[:, :, : mode.width].astype(np.uint8)
    indices = (bits << np.arange(len(planes), dtype=np.uint8)[:, None, None]).sum(axis=0, dtype=np.uint8)
    return NativePicture(mode, _palette(mode, levels), indices)


def _palette(mode: ScreenMode, levels: np.ndarray) -> Palette:
    levels = filled_up(levels, _REGISTERS[mode.name])
    if mode.shows.brings is not None:
        levels = np.concatenate([levels, levels >> 1])
    return palette_of_levels(levels, _BITS)


def mode_of(view: int, planes: int) -> ScreenMode | None:
    """The mode with this view mode and so many planes; None where there is no such."""
    for name in MODES:
        if VIEWS[name] == view & 0x880 and PLANES[name] == planes:
            return get_mode(name)
    return None
