"""Commodore 64 bitmaps: Koala Painter, Art Studio, Advanced Art Studio.

Each file is the memory that the VIC-II shows, one area after the other, behind two bytes, the address to load it to:

    .kla, to $6000   bitmap 8000, screen RAM 1000, colour RAM 1000, background 1                        10,003 bytes
    .art, to $2000   bitmap 8000, screen RAM 1000, border 1, 6 unused                                    9,009 bytes
    .ocp, to $2000   bitmap 8000, screen RAM 1000, border 1, background 1, 14 unused, colour RAM 1000   10,018 bytes

The bitmap lies in cell order (see `pixelstyle modes c64-multicolor`). Source: the programs' own files.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

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

LINES, ACROSS, DOWN = 200, 40, 25
BITMAP, SCREEN = LINES * ACROSS, ACROSS * DOWN


def multicolor_memory(picture: NativePicture) -> tuple[bytes, bytes, bytes, int]:
    """Bitmap (8,000 bytes), screen RAM and colour RAM (1,000 each), and the background of a multicolour picture."""
    picture = slotted(picture)
    background, screen, colour = picture.slots
    bitmap = cells_from_lines(pack_pixels(codes_of(picture), 2))
    return bitmap, _nibbles(screen), colour.tobytes(), int(background[0, 0, 0])


def multicolor_picture(bitmap: bytes, screen: bytes, colour: bytes, background: int, border: int = 0) -> NativePicture:
    """The reverse of `multicolor_memory`. Only the lower four bits of colours are looked at, as the chip does."""
    slots = (
        np.full((1, 1, 1), background & 15, np.uint8),
        _pairs(screen),
        np.frombuffer(colour, np.uint8).reshape(DOWN, ACROSS, 1) & 15,
    )
    codes = unpack_pixels(lines_from_cells(bitmap, LINES, ACROSS), 2)
    return picture_of_codes(get_mode("c64-multicolor"), codes, slots, extra={"border": border & 15})


def hires_memory(picture: NativePicture) -> tuple[bytes, bytes]:
    """Bitmap (8,000 bytes) and screen RAM (1,000) of a hires picture: a set bit shows the high nibble's colour."""
    picture = slotted(picture)
    return cells_from_lines(pack_pixels(1 - codes_of(picture), 1)), _nibbles(picture.slots[0])


def hires_picture(bitmap: bytes, screen: bytes, border: int = 0) -> NativePicture:
    """The reverse of `hires_memory`."""
    codes = 1 - unpack_pixels(lines_from_cells(bitmap, LINES, ACROSS), 1)
    return picture_of_codes(get_mode("c64-hires"), codes, (_pairs(screen),), extra={"border": border & 15})


def _nibbles(pairs: np.ndarray) -> bytes:
    """Two colours a cell, [25, 40, 2], as screen RAM: the first in the high nibble."""
    packed: np.ndarray = pairs[:, :, 0] << 4 | pairs[:, :, 1]
    return packed.tobytes()


def _pairs(screen: bytes) -> np.ndarray:
    cells = np.frombuffer(screen, np.uint8).reshape(DOWN, ACROSS)
    return np.stack([cells >> 4, cells & 15], axis=2)


def _encode_koala(picture: NativePicture) -> Files:
    bitmap, screen, colour, background = multicolor_memory(picture)
    return {".kla": b"\x00\x60" + bitmap + screen + colour + bytes([background])}


def _decode_koala(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".kla"]
    expect_length(data, (10003, 10001), "A Koala picture")
    bitmap, screen, colour, rest = _cut(data[len(data) - 10001 :], BITMAP, SCREEN, SCREEN)
    return multicolor_picture(bitmap, screen, colour, rest[0])


def _encode_art_studio(picture: NativePicture) -> Files:
    bitmap, screen = hires_memory(picture)
    return {".art": b"\x00\x20" + bitmap + screen + bytes([picture.extra.get("border", 0)]) + bytes(6)}


def _decode_art_studio(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".art"]
    expect_length(data, (9009, 9003, 9002), "An Art Studio picture")
    bitmap, screen, rest = _cut(data[2:], BITMAP, SCREEN)
    return hires_picture(bitmap, screen, rest[0] if rest else 0)


def _encode_advanced(picture: NativePicture) -> Files:
    bitmap, screen, colour, background = multicolor_memory(picture)
    border = picture.extra.get("border", 0)
    return {".ocp": b"\x00\x20" + bitmap + screen + bytes([border, background]) + bytes(14) + colour}


def _decode_advanced(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".ocp"]
    expect_length(data, (10018,), "An Advanced Art Studio picture")
    bitmap, screen, registers, colour = _cut(data[2:], BITMAP, SCREEN, 16)
    return multicolor_picture(bitmap, screen, colour, registers[1], registers[0])


def _cut(data: bytes, *lengths: int) -> list[bytes]:
    """Pieces of the given lengths, and what is left."""
    pieces, at = [], 0
    for length in lengths:
        pieces.append(data[at : at + length])
        at += length
    return [*pieces, data[at:]]


FORMATS: tuple[Format, ...] = (
    Format(
        name="koala",
        title="Koala Painter",
        extensions=(".kla", ".koa"),
        modes=("c64-multicolor",),
        encode=_encode_koala,
        decode=_decode_koala,
        sizes=(10003, 10001),
        starts=(b"\x00\x60",),
        passed_over="the load address; upper nibbles of colour RAM and background, which the VIC-II has not",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
    Format(
        name="art-studio",
        title="OCP Art Studio",
        extensions=(".art", ".aas", ".hpi", ".iph"),
        modes=("c64-hires",),
        encode=_encode_art_studio,
        decode=_decode_art_studio,
        sizes=(9009, 9003, 9002),
        starts=(b"\x00\x20",),
        passed_over="the load address; 6 unused bytes",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
    Format(
        name="advanced-art-studio",
        title="Advanced Art Studio",
        extensions=(".ocp",),
        modes=("c64-multicolor",),
        encode=_encode_advanced,
        decode=_decode_advanced,
        sizes=(10018,),
        starts=(b"\x00\x20",),
        passed_over="the load address; 14 unused bytes; upper nibbles of colour RAM, border and background",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
)
