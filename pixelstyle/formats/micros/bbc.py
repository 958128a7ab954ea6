"""BBC Micro: screen memory as *SAVE writes it, .bb0 to .bb5, the digit being the mode.

    modes 0, 1, 2   20,480 bytes        modes 4, 5   10,240 bytes

Modes of fewer than eight colours have a .pal beside them, one byte a logical colour: its physical colour, 0 to 7.
Without it the machine's own choice after MODE is shown.
Source: Acorn, "BBC Microcomputer User Guide" (1982), chapter 42.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import (
    cells_from_lines,
    expect_length,
    lines_from_cells,
    machine_palette,
    picture_of_codes,
)
from pixelstyle.formats.shared.palette_registers import entries_of, filled_up, palette_of_entries
from pixelstyle.screens import NativePicture, get_mode

_LINES = 256
_AT_START = {1: (0, 7), 2: (0, 1, 3, 7)}
"""The physical colours that a mode of so many bits a pixel starts with."""


def _bytes_of(indices: np.ndarray, bits: int) -> np.ndarray:
    """[256, bytes]: each byte holds the highest bits of all its pixels, then the next lower ones."""
    pixels = indices.reshape(_LINES, -1, 8 // bits)
    planes = [(pixels >> np.uint8(bit)) & 1 for bit in reversed(range(bits))]
    return np.packbits(np.concatenate(planes, axis=2), axis=2)[:, :, 0]


def _pixels_of(lines: np.ndarray, bits: int) -> np.ndarray:
    planes = np.unpackbits(lines[:, :, None], axis=2).reshape(*lines.shape, bits, 8 // bits)
    pixels = np.zeros((*lines.shape, 8 // bits), np.uint8)
    for place, bit in enumerate(reversed(range(bits))):
        pixels |= planes[:, :, place] << np.uint8(bit)
    return pixels.reshape(_LINES, -1)


def _screen_format(number: int, bits: int) -> Format:
    extension, mode_name, colours = f".bb{number}", f"bbc-mode{number}", 1 << bits
    across = get_mode(mode_name).width * bits // 8
    size = across * _LINES
    whole = bits == 4  # mode 2 has all the colours there are

    def encode(picture: NativePicture) -> Files:
        files = {extension: cells_from_lines(_bytes_of(picture.indices, bits))}
        if not whole:
            entries = entries_of(picture.palette, machine_palette(picture.mode))
            files[".pal"] = bytes(filled_up(entries, colours).astype(np.uint8))
        return files

    def decode(files: Mapping[str, bytes]) -> NativePicture:
        mode = get_mode(mode_name)
        expect_length(files[extension], (size,), f"A BBC Micro screen of mode {number}")
        codes = _pixels_of(lines_from_cells(files[extension], _LINES, across), bits)
        if whole:
            return picture_of_codes(mode, codes & 7)
        physical = files.get(".pal", bytes(_AT_START[bits]))
        if len(physical) != colours or max(physical) > 7:
            raise PixelStyleError(f"The .pal beside a screen of mode {number} has {colours} bytes of 0 to 7 each.")
        return picture_of_codes(mode, codes, palette=palette_of_entries(list(physical), machine_palette(mode)))

    return Format(
        name=mode_name,
        title=f"BBC Micro screen, mode {number}",
        extensions=(extension,),
        modes=(mode_name,),
        encode=encode,
        decode=decode,
        sizes=(size,),
        companions=() if whole else (".pal",),
        passed_over="flashing, which is shown in its first phase"
        if whole
        else "nothing: without a .pal the colours after MODE",
        refused="other lengths; colours above 7 in the .pal",
        verified_by=("RECOIL",),
    )


FORMATS: tuple[Format, ...] = tuple(
    _screen_format(number, bits) for number, bits in ((0, 1), (1, 2), (2, 4), (4, 1), (5, 2))
)
