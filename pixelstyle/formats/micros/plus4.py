"""Commodore Plus/4 and C16: Botticelli's .p4i, for hires and multicolour.

    to $7800: luminances 1000, 18 unused, "MULT" in multicolour pictures, the colours of 11 and 00, chroma 1000,
    24 unused, bitmap 8000 in cell order   10,050 bytes

A colour is a byte hue << 4 | luminance. Source: Botticelli's files.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.c64.bitmaps import ACROSS, BITMAP, DOWN, LINES
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import (
    cells_from_lines,
    codes_of,
    expect_length,
    lines_from_cells,
    pack_pixels,
    picture_of_codes,
    slotted,
    unpack_pixels,
)
from pixelstyle.screens import NativePicture, get_mode

_CELLS = ACROSS * DOWN
_LUMA, _MARK, _SHARED, _CHROMA, _BITMAP = 2, 1020, 1024, 1026, 2050
_MULTI_CODES = np.array([0, 3, 1, 2], np.uint8)
"""Bits for the two shared colours (00, 11) and the two of the cell (01, 10), in the order of our slots."""


def _encode(picture: NativePicture) -> Files:
    picture = slotted(picture)
    multi = picture.mode.name == "plus4-multicolor"
    first, second = picture.slots[-1][:, :, 0], picture.slots[-1][:, :, 1]
    codes = codes_of(picture)
    data = bytearray(_BITMAP + BITMAP)
    data[:2] = b"\x00\x78"
    data[_LUMA : _LUMA + _CELLS] = ((second >> 4) << 4 | first >> 4).astype(np.uint8).tobytes()
    data[_CHROMA : _CHROMA + _CELLS] = ((first & 15) << 4 | second & 15).astype(np.uint8).tobytes()
    if multi:
        shared = picture.slots[0][0, 0]
        data[_MARK : _MARK + 4] = b"MULT"
        data[_SHARED : _SHARED + 2] = bytes((int(colour) & 15) << 4 | int(colour) >> 4 for colour in shared[::-1])
    lines = pack_pixels(_MULTI_CODES[codes], 2) if multi else pack_pixels(1 - codes, 1)
    data[_BITMAP:] = cells_from_lines(lines)
    return {".p4i": bytes(data)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".p4i"]
    expect_length(data, (_BITMAP + BITMAP,), "A Botticelli picture")
    luma = np.frombuffer(data[_LUMA : _LUMA + _CELLS], np.uint8).reshape(DOWN, ACROSS)
    chroma = np.frombuffer(data[_CHROMA : _CHROMA + _CELLS], np.uint8).reshape(DOWN, ACROSS)
    own = np.stack([(luma & 7) << 4 | chroma >> 4, (luma >> 4 & 7) << 4 | chroma & 15], axis=2)
    lines = lines_from_cells(data[_BITMAP:], LINES, ACROSS)
    if data[_MARK : _MARK + 4] != b"MULT":
        return picture_of_codes(get_mode("plus4-hires"), 1 - unpack_pixels(lines, 1), (own,))
    shared = [(colour & 7) << 4 | colour >> 4 for colour in data[_SHARED : _SHARED + 2]]
    slots = (np.array(shared[::-1], np.uint8).reshape(1, 1, 2), own)
    codes = np.argsort(_MULTI_CODES).astype(np.uint8)[unpack_pixels(lines, 2)]
    return picture_of_codes(get_mode("plus4-multicolor"), codes, slots)


FORMATS: tuple[Format, ...] = (
    Format(
        name="botticelli",
        title="Botticelli",
        extensions=(".p4i",),
        modes=("plus4-multicolor", "plus4-hires"),
        encode=_encode,
        decode=_decode,
        sizes=(_BITMAP + BITMAP,),
        starts=(b"\x00\x78",),
        passed_over="the load address; 42 unused bytes; bits 3 and 7 of luminances",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
)
