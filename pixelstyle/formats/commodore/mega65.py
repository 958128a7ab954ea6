"""MEGA65 .fci: a full-colour picture as its C library loads and shows it.

    0   "fciP", version 1, rows and columns of characters
    7   bit 0: packed; bit 1: the first 16 colours are the system's
    8   how many colours, less one; then red, green, blue of each
        "IMG", then 64 bytes a character, row by row, line by line

Packed, a byte that stands twice is followed by how often it comes in all.
Source: MEGA65, mega65-tools' png2fci (2021), which writes such files, and mega65-libc's fcio, which reads them; that
byte 255 shows colour RAM, "MEGA65 Book" (2023), appendix on the VIC-IV.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import picture_of_codes
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.screens import NativePicture, cut_cells, get_mode, lay_cells

_MAGIC, _MARK, _HEAD, _ROWS, _COLUMNS, _SIDE = b"fciP\1", b"IMG", 9, 25, 40, 8
_COLOURS, _BITS = 255, (8, 8, 8)
_OF_COLOUR_RAM = 255
_PACKED = 1


def _encode(picture: NativePicture) -> Files:
    levels = filled_up(levels_of(picture.palette, _BITS), _COLOURS).astype(np.uint8)
    head = _MAGIC + bytes([_ROWS, _COLUMNS, 0, _COLOURS - 1])
    return {".fci": head + levels.tobytes() + _MARK + cut_cells(picture.indices, (_SIDE, _SIDE)).tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".fci"]
    if not data.startswith(_MAGIC) or len(data) < _HEAD:
        raise PixelStyleError("A MEGA65 picture begins with 'fciP' and version 1; this file does not.")
    rows, columns, options, colours = data[5], data[6], data[7], data[8] + 1
    if (rows, columns) != (_ROWS, _COLUMNS):
        raise PixelStyleError(
            f"A picture for 'mega65' has {_COLUMNS} x {_ROWS} characters; this one has {columns} x {rows}."
        )
    begin = _HEAD + 3 * colours + len(_MARK)
    if data[begin - len(_MARK) : begin] != _MARK:
        raise PixelStyleError("The MEGA65 picture holds no palette, or 'IMG' is missing behind it.")
    pixels = _unpacked(data[begin:]) if options & _PACKED else data[begin:]
    count = _ROWS * _COLUMNS * _SIDE * _SIDE
    if len(pixels) < count:
        raise PixelStyleError(f"The MEGA65 picture has {len(pixels):,} pixels, not {count:,}.")
    cells = np.frombuffer(pixels, np.uint8, count).reshape(_ROWS, _COLUMNS, _SIDE, _SIDE)
    if cells.max() >= min(colours, _OF_COLOUR_RAM):
        raise PixelStyleError(
            f"The MEGA65 picture has pixels of number {cells.max()}, for which its palette holds no colour: 255 shows "
            "colour RAM's."
        )
    levels = np.frombuffer(data, np.uint8, 3 * min(colours, _COLOURS), _HEAD).reshape(-1, 3)
    palette = palette_of_levels(levels.astype(np.int64), _BITS)
    return picture_of_codes(get_mode("mega65"), lay_cells(cells), palette=palette)


def _unpacked(packed: bytes) -> bytes:
    """The bytes of a packed picture, of which there may be too many or too few."""
    plain, at = bytearray(), 0
    most = _ROWS * _COLUMNS * _SIDE * _SIDE
    while at < len(packed) and len(plain) < most:
        twice = packed[at : at + 1] == packed[at + 1 : at + 2]
        if twice and at + 2 < len(packed):
            plain += packed[at : at + 1] * packed[at + 2]
            at += 3
        else:
            plain += packed[at : at + 1]
            at += 1
    return bytes(plain)


FORMATS: tuple[Format, ...] = (
    Format(
        name="mega65-fci",
        title="MEGA65 full-colour picture, FCI",
        extensions=(".fci",),
        modes=("mega65",),
        encode=_encode,
        decode=_decode,
        starts=(_MAGIC,),
        passed_over="whether the first 16 colours are the system's; what stands behind the picture",
        refused="other sizes; files without a palette; pixels of 255",
        verified_by=(OWN_MODEL,),
    ),
)
