"""ZX Spectrum and its kin: .scr, screen memory as it stands at $4000.

    ZX Spectrum       bitmap 6144, attributes 768                           6,912 bytes; 6,144 without attributes
    ULAplus           the same, and the 64 colour registers, GGGRRRBB       6,976 bytes
    Timex hi-colour   bitmap 6144, attributes 6144 in the bitmap's order   12,288 bytes

Sources: Steven Vickers, "ZX Spectrum BASIC Programming" (1982), chapter 24; ULAplus specification 1.1; Timex Sinclair
2068 Technical Manual (1986).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import (
    codes_of,
    expect_length,
    machine_palette,
    pack_pixels,
    picture_of_codes,
    slotted,
    unpack_pixels,
)
from pixelstyle.formats.shared.palette_registers import entries_of, filled_up, palette_of_entries
from pixelstyle.screens import NativePicture, get_mode

LINES, ACROSS, DOWN = 192, 32, 24
BITMAP, ATTRIBUTES = LINES * ACROSS, ACROSS * DOWN
_WHITE_ON_BLACK = b"\x47"
"""What a screen without attributes is shown in, as RECOIL does."""
_HIGH_RESOLUTION = 2 * BITMAP + 1
"""Two bitmaps and the byte that says their colours."""

_Y = np.arange(LINES)
LINE_AT = ((_Y & 0xC0) << 5 | (_Y & 7) << 8 | (_Y & 0x38) << 2) // ACROSS
"""Where line y stands in memory, counted in lines of 32 bytes."""


def screen_memory(picture: NativePicture) -> bytes:
    """Screen memory, 6,912 bytes: a set bit shows the first colour of a cell, its INK."""
    picture = slotted(picture)
    return bitmap_of(picture) + attributes_of(picture).tobytes()


def screen_picture(memory: bytes) -> NativePicture:
    """The reverse of `screen_memory`."""
    slots, extra = inks_and_papers(_cells(memory))
    return picture_of_codes(get_mode("zx-spectrum"), _codes(memory), (slots,), extra=extra)


def bitmap_of(picture: NativePicture) -> bytes:
    """The 6,144 bytes of the bitmap, in the screen's order of lines."""
    bitmap = np.empty((LINES, ACROSS), np.uint8)
    bitmap[LINE_AT] = pack_pixels(1 - codes_of(picture), 1)
    return bitmap.tobytes()


def _codes(memory: bytes) -> np.ndarray:
    """Which of its two colours each pixel uses, uint8 [192, 256]: 0 the ink."""
    bitmap = np.frombuffer(memory[:BITMAP], np.uint8).reshape(LINES, ACROSS)
    return 1 - unpack_pixels(bitmap[LINE_AT], 1)


def _cells(memory: bytes) -> np.ndarray:
    return np.frombuffer(memory[BITMAP : BITMAP + ATTRIBUTES], np.uint8).reshape(DOWN, ACROSS)


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
    expect_length(files[".scr"], (6912, BITMAP), "A ZX Spectrum screen")
    return screen_picture(files[".scr"].ljust(BITMAP + ATTRIBUTES, _WHITE_ON_BLACK))


def _encode_timex(picture: NativePicture) -> Files:
    picture = slotted(picture)
    attributes = np.empty((LINES, ACROSS), np.uint8)
    attributes[LINE_AT] = attributes_of(picture)
    return {".scr": bitmap_of(picture) + attributes.tobytes()}


def _decode_timex(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".scr"]
    if len(data) == _HIGH_RESOLUTION:
        raise PixelStyleError(f"A screen of {len(data):,} bytes is the Timex's of 512 x 192, which no mode here shows.")
    expect_length(data, (2 * BITMAP,), "A Timex hi-colour screen")
    attributes = np.frombuffer(data[BITMAP:], np.uint8).reshape(LINES, ACROSS)[LINE_AT]
    slots, extra = inks_and_papers(attributes)
    return picture_of_codes(get_mode("timex-hicolour"), _codes(data), (slots,), extra=extra)


def _encode_ulaplus(picture: NativePicture) -> Files:
    picture = slotted(picture)
    ink, paper = picture.slots[0][:, :, 0], picture.slots[1][:, :, 0]
    attributes = (ink >> 4) << 6 | (paper & 7) << 3 | ink & 7
    registers = entries_of(picture.palette, machine_palette(picture.mode)).astype(np.uint8)
    return {".scr": bitmap_of(picture) + attributes.tobytes() + filled_up(registers, 64).tobytes()}


def _decode_ulaplus(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".scr"]
    expect_length(data, (6976,), "A ULAplus screen")
    mode = get_mode("ulaplus")
    attributes = _cells(data)
    group = (attributes >> 6) << 4
    slots = ((group | attributes & 7)[:, :, None], (group | 8 | (attributes >> 3) & 7)[:, :, None])
    palette = palette_of_entries(list(data[BITMAP + ATTRIBUTES :]), machine_palette(mode))
    return picture_of_codes(mode, _codes(data), slots, palette)


FORMATS: tuple[Format, ...] = (
    Format(
        name="zx-scr",
        title="ZX Spectrum screen",
        extensions=(".scr",),
        modes=("zx-spectrum",),
        encode=_encode_scr,
        decode=_decode_scr,
        sizes=(6912, BITMAP),
        passed_over="nothing: FLASH is kept and shown in its first phase; without attributes white on black",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
    Format(
        name="timex-scr",
        title="Timex hi-colour screen",
        extensions=(".scr",),
        modes=("timex-hicolour",),
        encode=_encode_timex,
        decode=_decode_timex,
        sizes=(2 * BITMAP, _HIGH_RESOLUTION),
        passed_over="nothing: FLASH is kept and shown in its first phase",
        refused="the 512 x 192 dots of 12,289 bytes",
        verified_by=("RECOIL",),
    ),
    Format(
        name="ulaplus-scr",
        title="ULAplus screen",
        extensions=(".scr",),
        modes=("ulaplus",),
        encode=_encode_ulaplus,
        decode=_decode_ulaplus,
        sizes=(6976,),
        passed_over="nothing",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
)
