"""Commodore 64 FLI and AFLI: bitmaps whose colours change on every line.

    .fli, to $3C00   colour RAM 1000, 24 unused, eight screens of 1000 + 24, bitmap 8000, 191 unused   17,409 bytes
    .afl, to $4000   eight screens of 1000 + 24, bitmap 8000, 191 unused                               16,385 bytes

The first three cells of each line, which the VIC-II cannot show, are in the files but not in our pictures; they are
written as zeros. Source: the files of FLI Graph and AFLI-editor.
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

LOST = 3
"""Cells at the left of each line that cannot be shown."""
_SCREENS = 8 * 1024


def _bitmap(codes: np.ndarray, bits: int) -> bytes:
    return cells_from_lines(np.pad(pack_pixels(codes, bits), ((0, 0), (LOST, 0))))


def _codes(bitmap: bytes, bits: int) -> np.ndarray:
    return unpack_pixels(lines_from_cells(bitmap, LINES, ACROSS)[:, LOST:], bits)


def screens_of_lines(lines: np.ndarray) -> bytes:
    """A byte for each line of a cell, uint8 [200, 37], as eight screens: line y is in row y // 8 of screen y % 8."""
    lines = np.pad(lines, ((0, 0), (LOST, 0)))
    screens = lines.reshape(DOWN, 8, ACROSS).transpose(1, 0, 2).reshape(8, DOWN * ACROSS)
    return np.pad(screens, ((0, 0), (0, 24))).tobytes()


def lines_of_screens(screens: bytes) -> np.ndarray:
    """The reverse of `screens_of_lines`: uint8 [200, 37]."""
    cells = np.frombuffer(screens, np.uint8).reshape(8, 1024)[:, : DOWN * ACROSS].reshape(8, DOWN, ACROSS)
    return cells.transpose(1, 0, 2).reshape(LINES, ACROSS)[:, LOST:]


def _screens(colours: np.ndarray) -> bytes:
    """Two colours for each line of a cell, [200, 37, 2], as eight screens."""
    return screens_of_lines(colours[:, :, 0] << 4 | colours[:, :, 1])


def _colours(screens: bytes) -> np.ndarray:
    lines = lines_of_screens(screens)
    return np.stack([lines >> 4, lines & 15], axis=2)


def encode_fli(picture: NativePicture) -> Files:
    """A picture for c64-fli as FLI Graph keeps it."""
    picture = slotted(picture)
    _background, screen, colour = picture.slots
    ram = np.pad(colour[:, :, 0], ((0, 0), (LOST, 0))).tobytes()
    bitmap = _bitmap(codes_of(picture), 2)
    return {".fli": b"\x00\x3c" + ram + bytes(24) + _screens(screen) + bitmap + bytes(191)}


def decode_fli(files: Mapping[str, bytes]) -> NativePicture:
    """The reverse of `encode_fli`. Raises PixelStyleError for a file of another length."""
    data = files[".fli"]
    expect_length(data, (17409, 17218), "A FLI Graph picture")
    colour = np.frombuffer(data[2:1002], np.uint8).reshape(DOWN, ACROSS, 1)[:, LOST:] & 15
    background = np.zeros((1, 1, 1), np.uint8)
    screen = _colours(data[1026 : 1026 + _SCREENS])
    codes = _codes(data[1026 + _SCREENS : 1026 + _SCREENS + BITMAP], 2)
    return picture_of_codes(get_mode("c64-fli"), codes, (background, screen, colour))


def encode_afli(picture: NativePicture) -> Files:
    """A picture for c64-afli as the AFLI editor keeps it."""
    picture = slotted(picture)
    bitmap = _bitmap(1 - codes_of(picture), 1)
    return {".afl": b"\x00\x40" + _screens(picture.slots[0]) + bitmap + bytes(191)}


def decode_afli(files: Mapping[str, bytes]) -> NativePicture:
    """The reverse of `encode_afli`. Raises PixelStyleError for a file of another length."""
    data = files[".afl"]
    expect_length(data, (16385,), "An AFLI picture")
    codes = 1 - _codes(data[2 + _SCREENS : 2 + _SCREENS + BITMAP], 1)
    return picture_of_codes(get_mode("c64-afli"), codes, (_colours(data[2 : 2 + _SCREENS]),))


FORMATS: tuple[Format, ...] = (
    Format(
        name="fli-graph",
        title="FLI Graph",
        extensions=(".fli",),
        modes=("c64-fli",),
        encode=encode_fli,
        decode=decode_fli,
        sizes=(17409, 17218),
        starts=(b"\x00\x3c",),
        passed_over=(
            "the load address; the three cells at the left, which the VIC-II cannot show; gaps between the areas"
        ),
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
    Format(
        name="afli-editor",
        title="AFLI-editor",
        extensions=(".afl",),
        modes=("c64-afli",),
        encode=encode_afli,
        decode=decode_afli,
        sizes=(16385,),
        starts=(b"\x00\x40",),
        passed_over=(
            "the load address; the three cells at the left, which the VIC-II cannot show; gaps between the areas"
        ),
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
)
