"""Apple IIgs: Super Hi-Res screens.

    .shr   what memory holds: 32,000 bytes of pixels, 200 control bytes, 56 unused, 16 palettes
    .sh3   3200 colours: the pixels, then for each line a palette, its colour 15 first

Sources: Apple II File Type Notes $C1/$0000, "Super Hi-Res Screen Image" (1990), and $C1/$0002, "Super Hi-Res 3200 Color
Screen Image" (1989).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import codes_of, expect_length, pack_pixels, slotted, unpack_pixels
from pixelstyle.formats.shared.line_registers import picture_of_lines, registers_by_line
from pixelstyle.formats.shared.tiles import (
    ColourWord,
    chosen_sub_palettes,
    picture_of_sub_palettes,
    sub_palette_codes,
)
from pixelstyle.screens import NativePicture, get_mode

_PIXELS, _CONTROLS, _MEMORY, _PALETTES = 32000, 256, 32768, 200 * 32
_MANY = "A 3200-colour picture"
_COLOUR = ColourWord("<u2", (4, 4, 4), (8, 4, 0))
_640_OR_FILL = 0xA0
"""Bits of a control byte for lines of 640 pixels, and of areas that are filled."""


def _encode(picture: NativePicture) -> Files:
    codes, held, lines = sub_palette_codes(picture)
    controls = lines.tobytes().ljust(_CONTROLS, b"\0")
    return {".shr": pack_pixels(codes, 4).tobytes() + controls + _COLOUR.pack(picture.palette, held)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data, mode = files[".shr"], get_mode("apple-iigs")
    expect_length(data, (_MEMORY,), "A Super Hi-Res picture")
    controls = np.frombuffer(data[_PIXELS : _PIXELS + 200], np.uint8)
    other = np.flatnonzero(controls & _640_OR_FILL)
    if len(other):
        raise PixelStyleError(
            f"Line {other[0]} of the Super Hi-Res picture has 640 pixels or filled areas, which no mode here shows."
        )
    codes = unpack_pixels(np.frombuffer(data[:_PIXELS], np.uint8).reshape(200, 160), 4)
    palette = _COLOUR.unpack(data[_PIXELS + _CONTROLS :])
    return picture_of_sub_palettes(mode, codes, chosen_sub_palettes(mode), (controls & 15)[:, None], palette)


def _encode_3200(picture: NativePicture) -> Files:
    picture = slotted(picture)
    levels = registers_by_line(picture)[:, ::-1].astype(np.int64) // 17
    words = (levels @ np.array([256, 16, 1])).astype("<u2")
    return {".sh3": pack_pixels(codes_of(picture), 4).tobytes() + words.tobytes()}


def _decode_3200(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".sh3"]
    expect_length(data, (_PIXELS + _PALETTES,), _MANY)
    codes = unpack_pixels(np.frombuffer(data[:_PIXELS], np.uint8).reshape(200, 160), 4)
    words = np.frombuffer(data[_PIXELS:], "<u2").reshape(200, 16)[:, ::-1]
    levels = np.stack([words >> 8 & 15, words >> 4 & 15, words & 15], axis=2)
    return picture_of_lines(get_mode("apple-iigs-3200"), codes, levels * 17, _MANY)


FORMATS: tuple[Format, ...] = (
    Format(
        name="apple-iigs-shr",
        title="Apple IIgs Super Hi-Res screen",
        extensions=(".shr",),
        modes=("apple-iigs",),
        encode=_encode,
        decode=_decode,
        sizes=(_MEMORY,),
        passed_over="bits 4 and 6 of control bytes; the 56 bytes behind them; upper nibbles of colours",
        refused="lines of 640 pixels or with fill mode; other lengths",
        verified_by=("RECOIL",),
    ),
    Format(
        name="apple-iigs-3200",
        title="Apple IIgs 3200-colour screen",
        extensions=(".sh3",),
        modes=("apple-iigs-3200",),
        encode=_encode_3200,
        decode=_decode_3200,
        sizes=(_PIXELS + _PALETTES,),
        passed_over="upper nibbles of colours; colours that no pixel shows, where there are more than 256",
        refused="more than 256 different colours in all; other lengths",
        verified_by=("RECOIL",),
    ),
)
