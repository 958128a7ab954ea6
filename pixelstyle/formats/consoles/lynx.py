"""Atari Lynx: display memory and colour registers.

    .lynx   102 lines of 80 bytes, two pixels a byte, the left one in the upper nibble                  8,160 bytes
    .pal    the registers GREEN0 to F, then BLUERED0 to F (blue in the upper nibble)                       32 bytes

Source: Epyx, "Handy Software Reference Manual" (1987): display memory, colour registers.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import expect_length, pack_pixels, picture_of_codes, unpack_pixels
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.formats.shared.tiles import companion
from pixelstyle.screens import NativePicture, get_mode

_LINES, _BYTES, _COLOURS = 102, 80, 16
_BITS = (4, 4, 4)


def _encode(picture: NativePicture) -> Files:
    red, green, blue = filled_up(levels_of(picture.palette, _BITS), _COLOURS).T
    registers = np.concatenate([green, blue << 4 | red]).astype(np.uint8)
    return {".lynx": pack_pixels(picture.indices, 4).tobytes(), ".pal": registers.tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    expect_length(files[".lynx"], (_LINES * _BYTES,), "A Lynx's display memory")
    registers = np.frombuffer(companion(files, ".pal", (2 * _COLOURS,), "A list of colour registers"), np.uint8)
    green, mixed = registers[:_COLOURS] & 15, registers[_COLOURS:]
    palette = palette_of_levels(np.stack([mixed & 15, green, mixed >> 4], axis=1).astype(np.int64), _BITS)
    lines = np.frombuffer(files[".lynx"], np.uint8).reshape(_LINES, _BYTES)
    return picture_of_codes(get_mode("lynx"), unpack_pixels(lines, 4), palette=palette)


FORMATS: tuple[Format, ...] = (
    Format(
        name="lynx-screen",
        title="Atari Lynx display memory and colours",
        extensions=(".lynx",),
        modes=("lynx",),
        encode=_encode,
        decode=_decode,
        sizes=(_LINES * _BYTES,),
        companions=(".pal",),
        passed_over="upper nibbles of green registers",
        refused="other lengths",
        verified_by=(OWN_MODEL,),
    ),
)
