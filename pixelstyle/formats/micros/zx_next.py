"""ZX Spectrum Next .nxi: 256 palette registers of two bytes, then the 49,152 bytes of Layer 2.

Source: SpecNext Wiki, "File Formats".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.screens import NativePicture, get_mode

_BITS = (3, 3, 3)
_PALETTE, _PIXELS = 512, 256 * 192


def _encode(picture: NativePicture) -> Files:
    red, green, blue = filled_up(levels_of(picture.palette, _BITS), 256).T
    registers = np.stack([red << 5 | green << 2 | blue >> 1, blue & 1], axis=1).astype(np.uint8)
    return {".nxi": registers.tobytes() + picture.indices.tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".nxi"]
    expect_length(data, (_PALETTE + _PIXELS,), "A ZX Spectrum Next picture")
    high, low = np.frombuffer(data[:_PALETTE], np.uint8).reshape(256, 2).T
    levels = np.stack([high >> 5, high >> 2 & 7, (high & 3) << 1 | low & 1], axis=1)
    pixels = np.frombuffer(data[_PALETTE:], np.uint8).reshape(192, 256)
    return picture_of_codes(get_mode("zx-next"), pixels, palette=palette_of_levels(levels, _BITS))


FORMATS: tuple[Format, ...] = (
    Format(
        name="zx-next",
        title="ZX Spectrum Next picture",
        extensions=(".nxi",),
        modes=("zx-next",),
        encode=_encode,
        decode=_decode,
        sizes=(_PALETTE + _PIXELS,),
        passed_over="bits 1 to 7 of a register's second byte: priority",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
)
