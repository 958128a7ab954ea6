"""ZX Spectrum: .scr, the 6,912 bytes of screen memory as they stand at $4000: the bitmap, then an attribute a cell.

Source: Steven Vickers, "ZX Spectrum BASIC Programming" (1982), chapter 24.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.layout import codes_of, expect_length, pack_pixels, picture_of_codes, slotted, unpack_pixels
from pixelstyle.formats.registry import Files, Format, register
from pixelstyle.screens import NativePicture, get_mode

LINES, ACROSS, DOWN = 192, 32, 24
BITMAP, ATTRIBUTES = LINES * ACROSS, ACROSS * DOWN

_Y = np.arange(LINES)
LINE_AT = ((_Y & 0xC0) << 5 | (_Y & 7) << 8 | (_Y & 0x38) << 2) // ACROSS
"""Where line y stands in memory, counted in lines of 32 bytes."""


def screen_memory(picture: NativePicture) -> bytes:
    """Screen memory, 6,912 bytes: a set bit shows the first colour of a cell, its INK."""
    picture = slotted(picture)
    bitmap = np.empty((LINES, ACROSS), np.uint8)
    bitmap[LINE_AT] = pack_pixels(1 - codes_of(picture), 1)
    return bitmap.tobytes() + attributes_of(picture).tobytes()


def screen_picture(memory: bytes) -> NativePicture:
    """The reverse of `screen_memory`."""
    bitmap = np.frombuffer(memory[:BITMAP], np.uint8).reshape(LINES, ACROSS)[LINE_AT]
    attributes = np.frombuffer(memory[BITMAP:], np.uint8).reshape(DOWN, ACROSS)
    slots, extra = inks_and_papers(attributes)
    return picture_of_codes(get_mode("zx-spectrum"), 1 - unpack_pixels(bitmap, 1), (slots,), extra=extra)


def attributes_of(picture: NativePicture) -> np.ndarray:
    """Attribute bytes, uint8 [cells down, cells across]: FLASH << 7 | BRIGHT << 6 | PAPER << 3 | INK."""
    ink, paper = picture.slots[0][:, :, 0], picture.slots[0][:, :, 1]
    flash = np.zeros(ink.size, np.uint8)
    lit = np.frombuffer(picture.extra.get("flash", 0).to_bytes(-(-ink.size // 8), "big"), np.uint8)
    flash[:] = np.unpackbits(lit)[: ink.size]
    return flash.reshape(ink.shape) << 7 | (ink >> 3) << 6 | (paper & 7) << 3 | ink & 7


def inks_and_papers(attributes: np.ndarray) -> tuple[np.ndarray, dict[str, int]]:
    """The reverse of `attributes_of`: colours [cells down, cells across, 2], and all FLASH bits as one number."""
    bright = (attributes >> 3) & 8
    flash = np.packbits(attributes >> 7).tobytes()
    extra = {"flash": int.from_bytes(flash, "big")} if any(flash) else {}
    return np.stack([bright | attributes & 7, bright | (attributes >> 3) & 7], axis=2), extra


def _encode_scr(picture: NativePicture) -> Files:
    return {".scr": screen_memory(picture)}


def _decode_scr(files: Mapping[str, bytes]) -> NativePicture:
    expect_length(files[".scr"], (6912,), "A ZX Spectrum screen")
    return screen_picture(files[".scr"])


ZX_SCR = register(
    Format(
        name="zx-scr",
        title="ZX Spectrum screen",
        extensions=(".scr",),
        modes=("zx-spectrum",),
        encode=_encode_scr,
        decode=_decode_scr,
        sizes=(6912,),
    )
)
