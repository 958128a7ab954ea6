"""Sliced HAM in IFF files: HAM6 with registers for each line, as a picture whose lines share one list of colours.

SHAM { a word 0, its version; for each line 16 words 0RGB }
Source: Rhett Anderson, "Sliced HAM" (1989).
"""

from __future__ import annotations

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode

REGISTERS, COLOURS = 16, 208
"""Of a line; that a picture has in all."""


def sliced(picture: NativePicture) -> tuple[np.ndarray, np.ndarray]:
    """The codes of HAM6, uint8 [H, W], and the registers of each line, uint8 [H, 16, 3]: the picture's first colour,
    then those that codes show, by their numbers 0RGB, then the first again.

    Raises PixelStyleError where a line shows too many.
    """
    codes, colours = picture.indices, picture.palette.bytes()
    order = np.argsort(colours @ np.array([1 << 16, 1 << 8, 1]), kind="stable")
    registers = np.tile(colours[0], (len(codes), REGISTERS, 1))
    made = np.where(codes < COLOURS, 0, codes - (COLOURS - REGISTERS)).astype(np.uint8)
    for row, line in enumerate(codes):
        own = [entry for entry in order if entry and (line == entry).any()]
        if len(own) >= REGISTERS:
            raise PixelStyleError(
                f"Line {row} shows {len(own)} registers beside the first; {REGISTERS - 1} are written for it."
            )
        registers[row, 1 : 1 + len(own)] = colours[own]
        for number, entry in enumerate(own, 1):
            made[row, line == entry] = number
    return made, registers


def joined(mode: ScreenMode, codes: np.ndarray, registers: np.ndarray, shown: np.ndarray, what: str) -> NativePicture:
    """The reverse, for the colours, uint8 [H, W, 3], that these show.

    Where lines begin in different colours, or have too many for one list, other codes are found that show the same.
    Raises PixelStyleError where there are none, for a `what` such as 'An Amiga IFF picture'.
    """
    plain = _as_listed(mode, codes, registers)
    if plain is not None:
        return plain
    shows = mode.shows
    assert shows.palette_of is not None and shows.codes_of is not None
    colours = shows.palette_of(shown)
    if colours is None:
        raise PixelStyleError(
            f"{what} shows more than {COLOURS} colours in registers of its lines, or no one colour in which all lines "
            "could begin. 'pixelstyle convert' reads it as a picture."
        )
    return NativePicture(mode, Palette.from_array("by line", colours), shows.codes_of(shown, colours)[0])


def _as_listed(mode: ScreenMode, codes: np.ndarray, registers: np.ndarray) -> NativePicture | None:
    """The picture with the registers that its codes show as a list, the first of all lines before the others; None
    where that is more than one colour, or the list is too long."""
    if (registers[:, 0] != registers[0, 0]).any():
        return None
    weights = np.array([1 << 16, 1 << 8, 1])
    numbers = registers @ weights
    plain = codes < REGISTERS
    shown = np.take_along_axis(numbers, np.where(plain, codes, 0).astype(np.intp), axis=1)
    others = np.setdiff1d(shown[plain], numbers[0, :1])
    if len(others) >= COLOURS:
        return None
    listed = np.concatenate([numbers[0, :1], others])
    entries = np.where(shown == listed[0], 0, np.searchsorted(others, shown) + 1)
    indices = np.where(plain, entries, codes.astype(np.intp) + COLOURS - REGISTERS).astype(np.uint8)
    colours = np.stack([listed >> 16, listed >> 8 & 255, listed & 255], axis=1)
    return NativePicture(mode, Palette.from_array("by line", colours), indices)
