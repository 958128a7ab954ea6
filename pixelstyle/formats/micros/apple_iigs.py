"""Apple IIgs .shr: what Super Hi-Res memory holds: 32,000 bytes of pixels, 200 control bytes, 56 unused, 16 palettes.

Source: Apple II File Type Note $C1/$0000, "Super Hi-Res Screen Image" (1990).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length, pack_pixels, unpack_pixels
from pixelstyle.formats.shared.tiles import (
    ColourWord,
    chosen_sub_palettes,
    picture_of_sub_palettes,
    sub_palette_codes,
)
from pixelstyle.screens import NativePicture, get_mode

_PIXELS, _CONTROLS, _MEMORY = 32000, 256, 32768
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
)
