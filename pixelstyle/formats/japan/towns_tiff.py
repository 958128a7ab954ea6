"""TIFF as the FM Towns keeps its pictures of 256 colours: palette colour, not packed, in one strip.

    0    II, 42, where the list of tags is; a tag is its number, kind, count and value or where that is, 12 bytes
    ...  the palette: 256 reds, greens and blues, words of which the upper byte counts; then the pixels, a byte each

The machine's 16 and 32,768 colours are in TIFF as memory has them, against the standard: they are not written here.
Source: Aldus, "TIFF 5.0" (1988), class P; the manual of CHTIFF 0.95a, in "FM Towns Free Software Collection 6" (1993).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import picture_of_codes
from pixelstyle.formats.shared.palette_registers import filled_up
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, get_mode

_MODE = "fm-towns-256"
_WIDTH, _HEIGHT, _BITS, _PACKING, _KIND, _STRIPS, _SAMPLES, _ROWS, _LENGTHS, _COLOURS = (
    *(256, 257, 258, 259, 262, 273),
    *(277, 278, 279, 320),
)
_HEAD, _LIST_AT = struct.Struct("<2sHI"), 8
_TYPES = {1: "u1", 3: "u2", 4: "u4"}
_PALETTE_COLOUR = 3
_ORDERS = {b"II": "<", b"MM": ">"}
_WHAT = "An FM Towns picture"


def _encode(picture: NativePicture) -> Files:
    colours = filled_up(picture.palette.bytes().astype("<u2") * 257, 256).T.tobytes()
    height, width = picture.indices.shape
    said = {_WIDTH: width, _HEIGHT: height, _BITS: 8, _PACKING: 1, _KIND: _PALETTE_COLOUR}
    count = len(said) + 5
    colours_at = _LIST_AT + 2 + 12 * count + 4
    pixels_at = colours_at + len(colours)
    said |= {_STRIPS: pixels_at, _SAMPLES: 1, _ROWS: height, _LENGTHS: width * height}
    tags = b"".join(struct.pack("<2H2I", number, 4, 1, value) for number, value in said.items())
    tags += struct.pack("<2H2I", _COLOURS, 3, 3 * 256, colours_at)
    head = _HEAD.pack(b"II", 42, _LIST_AT) + struct.pack("<H", count) + tags + bytes(4)
    return {".tif": head + colours + picture.indices.tobytes()}


def _tags(data: bytes) -> dict[int, np.ndarray]:
    """The values of each tag, int [N]. Raises PixelStyleError where the list is not within the file."""
    order = _ORDERS.get(data[:2])
    if order is None or len(data) < 8 or struct.unpack(order + "H", data[2:4])[0] != 42:
        raise PixelStyleError(f"{_WHAT} is a TIFF; this file is none.")
    found = {}
    try:
        (at,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, at)
        for number in range(count):
            place = at + 2 + 12 * number
            tag, kind, values = struct.unpack_from(order + "2HI", data, place)
            if kind not in _TYPES:
                continue
            type_ = np.dtype(order + _TYPES[kind])
            if values * type_.itemsize > 4:
                (start,) = struct.unpack_from(order + "I", data, place + 8)
            else:
                start = place + 8
            found[tag] = np.frombuffer(data, type_, values, start).astype(np.int64)
    except (struct.error, ValueError):
        raise PixelStyleError(f"{_WHAT} is a TIFF whose tags are all there; this one is cut short.") from None
    return found


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data, mode = files[".tif"], get_mode(_MODE)
    tags = _tags(data)
    wanted = {_WIDTH: mode.width, _HEIGHT: mode.height, _BITS: 8, _KIND: _PALETTE_COLOUR}
    plain = tags.get(_PACKING, np.ones(1)).tolist() == [1]
    if not plain or any(tags.get(tag, np.zeros(0)).tolist() != [value] for tag, value in wanted.items()):
        raise PixelStyleError(
            f"{_WHAT} here is a TIFF of {mode.width} x {mode.height} pixels in 256 colours of a palette, not packed; "
            "this one is another. 'pixelstyle convert' reads it as a picture."
        )
    starts, colours = tags.get(_STRIPS, np.zeros(0, int)), tags.get(_COLOURS, np.zeros(0, int))
    lengths = tags.get(_LENGTHS, np.array([mode.width * mode.height] if len(starts) == 1 else [], int))
    pixels = b"".join(data[at : at + length] for at, length in zip(starts, lengths, strict=False))
    if len(pixels) != mode.width * mode.height or len(colours) != 3 * 256:
        raise PixelStyleError(f"{_WHAT} has a byte for each pixel and 256 colours; this one is cut short.")
    palette = Palette.from_array("chosen", (colours.reshape(3, 256).T >> 8).astype(np.uint8))
    return picture_of_codes(mode, np.frombuffer(pixels, np.uint8).reshape(mode.height, mode.width), palette=palette)


FORMATS: tuple[Format, ...] = (
    Format(
        name="fm-towns-tiff",
        title="FM Towns picture, TIFF",
        extensions=(".tif",),
        modes=(_MODE,),
        encode=_encode,
        decode=_decode,
        passed_over="tags that are about no pixel, such as dots an inch; lower bytes of colours",
        refused="other sizes, kinds of TIFF and packings. As pictures they are read",
        verified_by=("Pillow",),
    ),
)
