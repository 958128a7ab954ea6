"""Playdate .pdi: an image as pdc compiles it, here not packed.

    0   "Playdate IMG", then flags, 4 bytes: bit 31 when the rest is packed with zlib behind 16 more bytes of header
    16  width, height, bytes a line, left, right, top and bottom edges cut off, flags (bits 0 and 1: a mask follows)
    32  the dots, 1 is white, leftmost in bit 7

All numbers have their lower byte first. Source: "playdate-reverse-engineering" (cranksters), formats/pdi.md.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import pack_pixels, picture_of_codes, unpack_pixels
from pixelstyle.screens import NativePicture, get_mode

_NAME, _PACKED = b"Playdate IMG", 1 << 31
_WIDTH, _HEIGHT, _STRIDE = 400, 240, 50
_CELL = struct.Struct("<8H")
_DOTS = _STRIDE * _HEIGHT


def _encode(picture: NativePicture) -> Files:
    cell = _CELL.pack(_WIDTH, _HEIGHT, _STRIDE, 0, 0, 0, 0, 0)
    return {".pdi": _NAME + bytes(4) + cell + pack_pixels(picture.indices, 1).tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".pdi"]
    if not data.startswith(_NAME) or len(data) < 16:
        raise PixelStyleError('A Playdate image begins with "Playdate IMG"; this file does not.')
    rest = data[16:]
    if int.from_bytes(data[12:16], "little") & _PACKED:
        rest = _unpacked(rest[16:])
    if len(rest) < _CELL.size:
        raise PixelStyleError("The Playdate image is cut short: its header ends too early.")
    width, height, stride, *edges, flags = _CELL.unpack_from(rest)
    if (width, height, stride, flags & 3) != (_WIDTH, _HEIGHT, stride, 0) or stride < _STRIDE or any(edges):
        raise PixelStyleError(
            f"A picture for 'playdate' is {_WIDTH} x {_HEIGHT} and has no transparent dots; this image is "
            f"{width + edges[0] + edges[1]} x {height + edges[2] + edges[3]}{' with a mask' if flags & 3 else ''}."
        )
    if len(rest) < _CELL.size + stride * height:
        raise PixelStyleError("The Playdate image is cut short: its dots end too early.")
    rows = np.frombuffer(rest, np.uint8, stride * height, _CELL.size).reshape(height, stride)[:, :_STRIDE]
    return picture_of_codes(get_mode("playdate"), unpack_pixels(rows, 1))


def _unpacked(data: bytes) -> bytes:
    """What zlib packed, no more of it than lines of 65,535 bytes would take."""
    try:
        return zlib.decompressobj().decompress(data, _CELL.size + 0xFFFF * _HEIGHT)
    except zlib.error:
        raise PixelStyleError("The Playdate image is damaged: it cannot be unpacked.") from None


FORMATS: tuple[Format, ...] = (
    Format(
        name="playdate-image",
        title="Playdate image",
        extensions=(".pdi",),
        modes=("playdate",),
        encode=_encode,
        decode=_decode,
        starts=(_NAME,),
        passed_over="what follows the dots; further bytes of lines",
        refused="masks and transparent edges; other sizes",
        verified_by=(OWN_MODEL,),
    ),
)
