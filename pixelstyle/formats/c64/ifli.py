"""Commodore 64 IFLI: two FLI frames half a pixel apart.

    .gun (Gunpaint), to $4000   eight screens of 1000 + 24, bitmap 1 8000, 192 among which are the background of 177
                                lines, colour RAM 1000, 24 unused, eight screens, the first of which is followed by the
                                background of 20 lines, bitmap 2 8000; 'GUNPAINT (JZ)' at $43E8          33,602 bytes
    .fun (Funpaint), to $3FF0   'FUNPAINT (MT) ', whether what follows is packed 1, the escape byte 1, eight screens of
                                1000 + 24, bitmap 1 8000, background of 100 lines among 192, colour RAM 1000, eight
                                screens, bitmap 2 8000, 76 and more with that of 100 lines               33,694 bytes

The first three cells of each line, which the VIC-II cannot show, are in the files but not in our pictures; they are
written as zeros, so that the background, which is the same in all lines here, stands before the odd frames' first
pixel. Packed: the escape byte, a count and the byte that is meant.
Sources: groepaz/hitmen, "C64 grafix files specs list v0.03" (2003), Gunpaint and Funpaint 2. RECOIL
shows Gunpaint's background, and black for Funpaint's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import ACROSS, BITMAP, DOWN, LINES, SCREEN
from pixelstyle.formats.c64.fli import LOST, lines_of_screens, screens_of_lines
from pixelstyle.formats.c64.packed import unpacked
from pixelstyle.formats.c64.shifted_frames import Memory, laid, memory_of, picture_of
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture, get_mode

MODE = "c64-ifli"
_SCREENS = 8 * 1024


@dataclass(frozen=True)
class Layout:
    """Where an editor has what."""

    load: int
    end: int
    screens: tuple[int, int]
    bitmaps: tuple[int, int]
    colours: int
    backgrounds: tuple[tuple[int, int], ...] = ()
    """Where those of lines stand, and how many."""
    signature: tuple[int, bytes] = (0, b"")


_GUNPAINT = Layout(
    *(0x4000, 0xC340, (0x4000, 0x8400), (0x6000, 0xA400), 0x8000),
    backgrounds=((0x7F4F, 177), (0x87E8, 20)),
    signature=(0x43E8, b"GUNPAINT (JZ)   "),
)
_FUNPAINT = Layout(
    *(0x3FF0, 0xC38C, (0x4000, 0x83E8), (0x6000, 0xA3E8), 0x8000),
    backgrounds=((0x7F48, 100), (0xC328, 100)),
    signature=(0x3FF0, b"FUNPAINT (MT) "),
)


def encoded(picture: NativePicture, layout: Layout) -> bytes:
    """The picture's memory behind its load address."""
    held = memory_of(picture, lines=1)
    areas: dict[int, bytes] = {}
    for screen, bitmap, at, bitmap_at in zip(held.screens, held.bitmaps, layout.screens, layout.bitmaps, strict=True):
        areas[at] = screens_of_lines(screen)
        areas[bitmap_at] = np.pad(_cells(bitmap, ACROSS - LOST), ((0, 0), (LOST, 0), (0, 0))).tobytes()
    areas |= {at: bytes([held.background]) * count for at, count in layout.backgrounds}
    areas[layout.colours] = np.pad(held.colours, ((0, 0), (LOST, 0))).tobytes()
    at, text = layout.signature
    if text:
        areas[at] = text  # behind the first of the screens, which ends in what is unused
    return laid(layout.end - layout.load, areas, layout.load)


def decoded(data: bytes, layout: Layout) -> NativePicture:
    """The reverse of `encoded`. Raises PixelStyleError for backgrounds that change from line to line."""
    mode, memory = get_mode(MODE), bytes(layout.load) + data[2:]
    backgrounds = {colour & 15 for at, count in layout.backgrounds for colour in memory[at : at + count]}
    if len(backgrounds) > 1:
        raise PixelStyleError(
            f"This picture has {len(backgrounds)} backgrounds, which change from line to line; '{mode.name}' has one."
        )
    screens = [lines_of_screens(memory[at : at + _SCREENS]) for at in layout.screens]
    bitmaps = [_cells(memory[at : at + BITMAP], ACROSS)[:, LOST:].tobytes() for at in layout.bitmaps]
    colours = np.frombuffer(memory[layout.colours : layout.colours + SCREEN], np.uint8).reshape(DOWN, ACROSS)[:, LOST:]
    held = Memory((bitmaps[0], bitmaps[1]), (screens[0], screens[1]), colours, backgrounds.pop())
    return picture_of(held, mode, lines=1)


def _cells(bitmap: bytes, across: int) -> np.ndarray:
    """A bitmap's bytes by cell, uint8 [25, across, 8]."""
    return np.frombuffer(bitmap, np.uint8).reshape(DOWN, across, LINES // DOWN)


def _encode_gunpaint(picture: NativePicture) -> Files:
    return {".gun": encoded(picture, _GUNPAINT)}


def _decode_gunpaint(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".gun"]
    expect_length(data, (33_602, 33_603), "A Gunpaint picture")
    return decoded(data, _GUNPAINT)


def _encode_funpaint(picture: NativePicture) -> Files:
    return {".fun": encoded(picture, _FUNPAINT)}


def _decode_funpaint(files: Mapping[str, bytes]) -> NativePicture:
    data, (_, text) = files[".fun"], _FUNPAINT.signature
    if data[2:16] != text:
        raise PixelStyleError("This is no Funpaint picture: it does not begin with 'FUNPAINT (MT)'.")
    if len(data) > 18 and data[16]:
        data = data[:18] + unpacked(data[18:], data[17], _FUNPAINT.end - _FUNPAINT.load - 16)
    expect_length(data, (2 + _FUNPAINT.end - _FUNPAINT.load,), "A Funpaint picture")
    return decoded(data, _FUNPAINT)


FORMATS: tuple[Format, ...] = (
    Format(
        name="gunpaint",
        title="Gunpaint (IFLI)",
        extensions=(".gun", ".ifl"),
        modes=(MODE,),
        encode=_encode_gunpaint,
        decode=_decode_gunpaint,
        sizes=(33_602, 33_603),
        passed_over=(
            "the load address; the three cells at the left, which the VIC-II cannot show; gaps between the areas"
        ),
        refused="backgrounds that change from line to line",
        verified_by=("RECOIL",),
    ),
    Format(
        name="funpaint",
        title="Funpaint II (IFLI)",
        extensions=(".fun", ".fp2"),
        modes=(MODE,),
        encode=_encode_funpaint,
        decode=_decode_funpaint,
        starts=(b"\xf0\x3fFUNPAINT (MT) ",),
        passed_over="the three cells at the left, which the VIC-II cannot show; gaps between the areas",
        refused="backgrounds that change from line to line",
        verified_by=("RECOIL",),
    ),
)
