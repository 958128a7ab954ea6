"""MSX: files that BASIC loads into video memory with BLOAD "x",S: $FE, first, last and start address, then the bytes.

    .sc2   $0000 to $37FF: patterns, names, no sprites, colours     14,343 bytes
    .sc5   $0000 to $76FF: bitmap, and at $7680 the palette          30,471 bytes; 27,143 without it

What reaches further, or less far behind the bitmap, is read, too: a .sc5 without a palette in the machine's first one.
The palette area of a .sc2 ($1B80) is left zero: an MSX2 would take other values for its palette.
Source: ASCII, "MSX2 Technical Handbook" (1985), chapters 2 and 4.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import (
    cells_from_lines,
    codes_of,
    lines_from_cells,
    pack_pixels,
    picture_of_codes,
    slotted,
    unpack_pixels,
)
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, get_mode

_NAMES, _SPRITES, COLOURS, TABLE = 0x1800, 0x1B00, 0x2000, 6144
_BITS = (3, 3, 3)
_BITMAP_5, _PALETTE_5, _END_5 = 128 * 212, 0x7680, 0x7700
_FIRST_PALETTE = bytes.fromhex("0000 0000 1106 3307 1701 2703 5101 2706 7101 7303 6106 6406 1104 6502 5505 7707")
"""The palette that the V9938 has after a reset, in bytes 0RRR0BBB 00000GGG."""


def bload(memory: bytes) -> bytes:
    """A BLOAD file that fills video memory from address 0."""
    return b"\xfe\x00\x00" + (len(memory) - 1).to_bytes(2, "little") + b"\x00\x00" + memory


def memory_of(data: bytes, least: int, what: str) -> bytes:
    """Video memory from address 0 on: at least so many bytes, of those that the file says it has, too.

    Raises PixelStyleError for what BLOAD would not read, and for less.
    """
    if data[:3] != b"\xfe\x00\x00":
        raise PixelStyleError(f"{what} begins with FE 00 00 (BLOAD to address 0); this file does not.")
    filled = min(len(data) - 7, int.from_bytes(data[3:5], "little") + 1)
    if filled < least:
        raise PixelStyleError(
            f"{what} fills {least:,} bytes of video memory, this one {filled:,}: it is cut short, or holds a part."
        )
    return data[7:]


def words_of_palette(palette: Palette) -> bytes:
    """16 registers as they lie in video memory, 32 bytes: RRR << 4 | BBB, then GGG."""
    red, green, blue = filled_up(levels_of(palette, _BITS), 16).T
    return np.stack([red << 4 | blue, green], axis=1).astype(np.uint8).tobytes()


def colours_of_words(stored: bytes) -> Palette:
    """The reverse of `words_of_palette`; the machine's first palette where they are not all there."""
    words = np.frombuffer(stored if len(stored) == 32 else _FIRST_PALETTE, np.uint8).reshape(16, 2) & 0x77
    return palette_of_levels(np.stack([words[:, 0] >> 4, words[:, 1] & 7, words[:, 0] & 7], axis=1), _BITS)


def patterns_and_colours(picture: NativePicture) -> bytearray:
    """Video memory, 14,336 bytes, with the patterns, names and colours of a picture in cells of 8 x 1."""
    picture = slotted(picture)
    held = picture.slots[0]
    memory = bytearray(0x3800)
    memory[:TABLE] = cells_from_lines(pack_pixels(1 - codes_of(picture), 1))
    memory[_NAMES : _NAMES + 768] = bytes(range(256)) * 3
    memory[COLOURS : COLOURS + TABLE] = cells_from_lines(held[:, :, 0] << 4 | held[:, :, 1])
    return memory


def read_patterns(memory: bytes) -> tuple[np.ndarray, np.ndarray]:
    """The reverse: codes, uint8 [192, 256], and the two colours of each cell, uint8 [192, 32, 2]."""
    names = np.frombuffer(memory[_NAMES : _NAMES + 768], np.uint8).reshape(3, 256)
    placed = names + (np.arange(3) * 256)[:, None]
    patterns = np.frombuffer(memory[:TABLE], np.uint8).reshape(768, 8)[placed]
    colours = np.frombuffer(memory[COLOURS : COLOURS + TABLE], np.uint8).reshape(768, 8)[placed]
    codes = 1 - unpack_pixels(lines_from_cells(patterns.tobytes(), 192, 32), 1)
    cells = lines_from_cells(colours.tobytes(), 192, 32)
    return codes, np.stack([cells >> 4, cells & 15], axis=2)


def _encode_sc2(picture: NativePicture) -> Files:
    memory = patterns_and_colours(picture)
    memory[_SPRITES] = 0xD0  # ends the list of sprites
    return {".sc2": bload(bytes(memory))}


def _decode_sc2(files: Mapping[str, bytes]) -> NativePicture:
    codes, held = read_patterns(memory_of(files[".sc2"], COLOURS + TABLE, "An MSX Screen 2 picture"))
    return picture_of_codes(get_mode("msx-screen2"), codes, (held,))


def _encode_sc5(picture: NativePicture) -> Files:
    memory = pack_pixels(picture.indices, 4).tobytes().ljust(_PALETTE_5, b"\0") + words_of_palette(picture.palette)
    return {".sc5": bload(memory.ljust(_END_5, b"\0"))}


def _decode_sc5(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".sc5"]
    memory = memory_of(data, _BITMAP_5, "An MSX2 Screen 5 picture")
    codes = unpack_pixels(np.frombuffer(memory[:_BITMAP_5], np.uint8).reshape(212, 128), 4)
    palette = colours_of_words(memory[_PALETTE_5 : _PALETTE_5 + 32])
    return picture_of_codes(get_mode("msx2-screen5"), codes, palette=palette)


FORMATS: tuple[Format, ...] = (
    Format(
        name="msx-sc2",
        title="MSX Screen 2",
        extensions=(".sc2",),
        modes=("msx-screen2",),
        encode=_encode_sc2,
        decode=_decode_sc2,
        starts=(b"\xfe\0\0\xff\x37", b"\xfe\0\0\xff\x3f"),
        passed_over="sprites; the place for an MSX2's palette; the start address",
        refused="another load address; an end before the colours",
        verified_by=("RECOIL",),
    ),
    Format(
        name="msx2-sc5",
        title="MSX2 Screen 5",
        extensions=(".sc5",),
        modes=("msx2-screen5",),
        encode=_encode_sc5,
        decode=_decode_sc5,
        starts=(b"\xfe\0\0\xff\x76", b"\xfe\0\0\x9f\x76", b"\xfe\0\0\xff\x69"),
        passed_over=(
            "sprites; bits 3 and 7 of palette bytes; the start address; without a palette the machine's first one"
        ),
        refused="another load address; an end within the bitmap",
        verified_by=("RECOIL",),
    ),
)
