"""Bitmaps as both handhelds hold them: a byte a pixel with 256 words of colours, or a word a pixel without any.

Source: Martin Korth, "GBATEK": LCD VRAM Bitmap BG Modes, LCD Color Palettes; "DS Video Extended Rotation/Scaling".
"""

from __future__ import annotations

import numpy as np

from pixelstyle.formats.shared.layout import picture_of_codes
from pixelstyle.formats.shared.tiles import ColourWord
from pixelstyle.screens import NativePicture, ScreenMode

PALETTE = 512
"""Bytes of 256 colours."""
COLOUR = ColourWord("<u2", (5, 5, 5), (0, 5, 10))
_OPAQUE = 0x8000
"""Bit 15 of a pixel's word: the DS shows what lies behind where it is clear; the Game Boy Advance passes over it."""


def pixel_bytes(mode: ScreenMode) -> int:
    """How many bytes the pixels of a mode take: one each, or two where they hold their colours."""
    return mode.width * mode.height * (2 if mode.coded else 1)


def pack_bitmap(picture: NativePicture, opaque: bool = False) -> tuple[bytes, bytes]:
    """The 512 bytes of palette memory, and the pixels line by line; with `opaque` bit 15 is set in pixels' words."""
    if picture.mode.coded:
        return bytes(PALETTE), (picture.indices | (_OPAQUE if opaque else 0)).astype("<u2").tobytes()
    colours = COLOUR.pack(picture.palette, np.arange(len(picture.palette))[None])
    return colours.ljust(PALETTE, b"\0"), picture.indices.astype(np.uint8).tobytes()


def unpack_bitmap(mode: ScreenMode, colours: bytes, pixels: bytes) -> NativePicture:
    """The reverse of `pack_bitmap`; bit 15 is passed over."""
    shape = mode.height, mode.width
    if mode.coded:
        words = np.frombuffer(pixels, "<u2").reshape(shape) & (_OPAQUE - 1)
        return picture_of_codes(mode, words.astype(np.uint16))
    return NativePicture(mode, COLOUR.unpack(colours), np.frombuffer(pixels, np.uint8).reshape(shape))
