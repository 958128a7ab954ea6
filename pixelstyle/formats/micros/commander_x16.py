"""Commander X16 .bmx: head, palette and bitmap as VERA's memory holds them.

    0    "BMX", version 1, bits of a pixel, their logarithm (VERA's depth)
    6    width and height, words, lower byte first
    10   how many colours there are (0: 256), and in which register the first goes
    12   where the bitmap begins, a word; 0 where it is not packed; the border's colour; 16 bytes unused
    32   palette, words GGGGBBBB 0000RRRR; then the bitmap

Source: "BMX: Commander X16 bitmap file format", version 1 (2023), in the X16 community's forum, as Prog8's library
reads and writes it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.palette_registers import filled_up
from pixelstyle.formats.shared.tiles import ColourWord
from pixelstyle.screens import NativePicture, get_mode

_MAGIC, _HEAD, _COLOURS, _WIDTH, _HEIGHT = b"BMX", 32, 256, 320, 240
_VERSION, _DEPTH, _LOGARITHM = 1, 8, 3
_COLOUR = ColourWord("<u2", (4, 4, 4), (8, 4, 0))


def _encode(picture: NativePicture) -> Files:
    head = _MAGIC + bytes([_VERSION, _DEPTH, _LOGARITHM])
    for word in (_WIDTH, _HEIGHT, 0, _HEAD + 2 * _COLOURS, 0):
        head += word.to_bytes(2, "little")
    held = filled_up(np.arange(len(picture.palette)), _COLOURS)
    palette = _COLOUR.pack(picture.palette, held[None])
    return {".bmx": head.ljust(_HEAD, b"\0") + palette + picture.indices.tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".bmx"]
    if data[:3] != _MAGIC or len(data) < _HEAD:
        raise PixelStyleError(
            "A Commander X16 picture begins with 'BMX' and has a head of 32 bytes; this file does not."
        )
    size = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if (data[3], data[4], *size) != (_VERSION, _DEPTH, _WIDTH, _HEIGHT):
        raise PixelStyleError(
            f"A picture for 'commander-x16' is BMX of version 1, {_WIDTH} x {_HEIGHT} pixels of 8 bits; this is "
            f"version {data[3]}, {size[0]} x {size[1]} pixels of {data[4]}."
        )
    if data[14]:
        raise PixelStyleError("The Commander X16 picture is packed, which is not read here: save it unpacked.")
    count, first, start = data[10] or _COLOURS, data[11], int.from_bytes(data[12:14], "little")
    if start < 16 + 2 * count or first + count > _COLOURS or len(data) < start + _WIDTH * _HEIGHT:
        raise PixelStyleError("The Commander X16 picture is cut short, or its palette does not fit in.")
    # Some programs write a head of 16 bytes: the palette is what stands before the bitmap.
    words = bytes(2 * first) + data[start - 2 * count : start]
    pixels = np.frombuffer(data, np.uint8, _WIDTH * _HEIGHT, start).reshape(_HEIGHT, _WIDTH)
    return NativePicture(get_mode("commander-x16"), _COLOUR.unpack(words.ljust(2 * _COLOURS, b"\0")), pixels)


FORMATS: tuple[Format, ...] = (
    Format(
        name="commander-x16-bmx",
        title="Commander X16 bitmap, BMX",
        extensions=(".bmx",),
        modes=("commander-x16",),
        encode=_encode,
        decode=_decode,
        starts=(_MAGIC + bytes([_VERSION]),),
        passed_over="VERA's depth; the border's colour; upper nibbles of colours; what stands behind the bitmap",
        refused="other sizes and depths; packed bitmaps",
        verified_by=(OWN_MODEL,),
    ),
)
