"""RISC OS sprite files: pictures of the Acorn Archimedes, filed as type &FF9.

    0    how many sprites; where the first one is and where the last one ends, both counted from four bytes before
    12   for each sprite 44 bytes, words with the lower byte first: its length; name, 12 bytes; words of a line less 1;
         lines less 1; first and last bit used of a line; where the pixels are, and the mask (the same: there is none);
         the mode
    56   pixels, in mode 13 a byte each, line by line   81,976 bytes

Source: Acorn, "RISC OS 3 Programmer's Reference Manual" (1992), volume 1, "Sprites", "Format of a sprite area".
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import picture_of_codes
from pixelstyle.screens import NativePicture, get_mode

_WIDTH, _HEIGHT, _MODE = 320, 256, 13
_AREA, _HEAD = struct.Struct("<3I"), struct.Struct("<I12s7I")
_BEFORE = 4
"""Bytes of a sprite area in memory, its own length, which a file leaves out and offsets count."""
_SHAPE = (_WIDTH // 4 - 1, _HEIGHT - 1, 0, 31)


def _encode(picture: NativePicture) -> Files:
    length = _HEAD.size + _WIDTH * _HEIGHT
    first = _BEFORE + _AREA.size
    area = _AREA.pack(1, first, first + length)
    head = _HEAD.pack(length, b"picture", *_SHAPE, _HEAD.size, _HEAD.size, _MODE)
    return {".spr": area + head + picture.indices.tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".spr"]
    start = _AREA.unpack_from(data)[1] - _BEFORE if len(data) >= _AREA.size else -1
    if start < _AREA.size or len(data) < start + _HEAD.size:
        raise PixelStyleError("This is no RISC OS sprite file with a sprite in it, or it is cut short.")
    _, _, words, lines, first, last, pixels, mask, mode = _HEAD.unpack_from(data, start)
    if (words, lines, first, last, mode) != (*_SHAPE, _MODE):
        raise PixelStyleError(
            f"The file's first sprite is of mode {mode} and about {(words + 1) * 4:,} bytes x {lines + 1:,} lines; a "
            f"picture for 'archimedes-mode13' is of mode 13, {_WIDTH} x {_HEIGHT}."
        )
    if min(pixels, mask) != _HEAD.size:
        raise PixelStyleError("The file's first sprite has colours of its own, which no mode here shows.")
    shown = data[start + pixels : start + pixels + _WIDTH * _HEIGHT]
    if len(shown) < _WIDTH * _HEIGHT:
        raise PixelStyleError(
            f"The file's first sprite has {len(shown):,} of {_WIDTH * _HEIGHT:,} bytes: it is cut short."
        )
    return picture_of_codes(get_mode("archimedes-mode13"), np.frombuffer(shown, np.uint8).reshape(_HEIGHT, _WIDTH))


FORMATS: tuple[Format, ...] = (
    Format(
        name="riscos-sprite",
        title="RISC OS sprite file",
        extensions=(".spr",),
        modes=("archimedes-mode13",),
        encode=_encode,
        decode=_decode,
        passed_over="names; masks; further sprites; what stands behind the pixels",
        refused="other modes and sizes; palettes",
        verified_by=("riscos-conv",),
    ),
)
