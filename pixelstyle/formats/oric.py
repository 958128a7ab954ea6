"""Oric HIRES: .hrs, the 8,000 bytes at $A000, with the attributes that change ink and paper found for the picture.

Source: Oric Atmos Manual (1984), chapter 4.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.layout import expect_length, picture_of_codes
from pixelstyle.formats.registry import Files, Format, register
from pixelstyle.screens import NativePicture, get_mode

_LINES, _ACROSS, _DOTS = 200, 40, 6
_INK, _PAPER = 7, 0
"""What each line starts with."""
_BITS = 1 << np.arange(_DOTS - 1, -1, -1)
_PAIRS = 1 << np.arange(8) | (1 << np.arange(8))[:, None]
"""For each ink and paper, [8, 8], the set of the two as bits."""


def _encode(picture: NativePicture) -> Files:
    cells = picture.indices.reshape(_LINES, _ACROSS, _DOTS)
    colours = np.bitwise_or.reduce(1 << cells.astype(np.int64), axis=2)
    plain = np.where((colours & (colours - 1)) == 0, cells[:, :, 0], 255)
    possible = _possible(colours, plain)
    stuck = np.flatnonzero(~possible[0, :, _INK, _PAPER])
    if len(stuck):
        raise PixelStyleError(
            f"Line {stuck[0]} changes its colours faster than the Oric can: each change takes a cell of six dots."
        )
    memory = np.empty((_LINES, _ACROSS), np.uint8)
    for y in range(_LINES):
        ink, paper = _INK, _PAPER
        for x in range(_ACROSS):
            memory[y, x], ink, paper = _step(cells[y, x], int(plain[y, x]), ink, paper, possible[x + 1, y])
    return {".hrs": memory.tobytes()}


def _possible(colours: np.ndarray, plain: np.ndarray) -> np.ndarray:
    """bool [41, 200, 8, 8]: whether, with this ink and paper before a cell, the rest of the line can be shown."""
    possible = np.ones((_ACROSS + 1, _LINES, 8, 8), bool)
    paper = np.arange(8)
    for x in reversed(range(_ACROSS)):
        after, here = possible[x + 1], colours[:, x, None, None]
        shown = (here & ~_PAIRS.T) == 0
        inverted = (here & ~_PAIRS.T[::-1, ::-1]) == 0
        as_paper = (plain[:, x, None] == paper) | (plain[:, x, None] == 7 - paper)
        new_ink = as_paper & after.any(axis=1)
        new_paper = (as_paper[:, None, :] & after).any(axis=2)
        possible[x] = (shown | inverted) & after | new_ink[:, None, :] | new_paper[:, :, None]
    return possible


def _step(cell: np.ndarray, plain: int, ink: int, paper: int, after: np.ndarray) -> tuple[int, int, int]:
    """The byte for a cell from which the rest of the line can go on, and the ink and paper after it."""
    if after[ink, paper]:
        for inverse in (0, 7):
            lit = cell == ink ^ inverse
            if (lit | (cell == paper ^ inverse)).all():
                # With ink and paper alike no dot needs to be set.
                dots = 0 if ink == paper else int(_BITS[lit].sum())
                return (0x80 if inverse else 0) | 0x40 | dots, ink, paper
    for new in range(8):
        if plain in (paper, 7 - paper) and after[new, paper]:
            return (0x80 if plain != paper else 0) | new, new, paper
        if plain in (new, 7 - new) and after[ink, new]:
            return (0x80 if plain != new else 0) | 0x10 | new, ink, new
    raise AssertionError("a line that was found to be possible is not")


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".hrs"]
    expect_length(data, (_LINES * _ACROSS,), "An Oric HIRES picture")
    memory = np.frombuffer(data, np.uint8).reshape(_LINES, _ACROSS)
    indices = np.empty((_LINES, _ACROSS, _DOTS), np.uint8)
    ink, paper = np.full(_LINES, _INK, np.uint8), np.full(_LINES, _PAPER, np.uint8)
    for x in range(_ACROSS):
        byte = memory[:, x]
        kind = byte & 0x78  # bits 3 to 6: 00 sets the ink, 10 the paper, 40 and more are dots
        ink = np.where(kind == 0x00, byte & 7, ink)
        paper = np.where(kind == 0x10, byte & 7, paper)
        dots = (byte[:, None] & 0x40 > 0) & (byte[:, None] & _BITS > 0)
        shown = np.where(dots, ink[:, None], paper[:, None])
        indices[:, x] = shown ^ (7 * (byte >> 7))[:, None]
    return picture_of_codes(get_mode("oric-hires"), indices.reshape(_LINES, -1))


ORIC = register(
    Format(
        name="oric-hires",
        title="Oric HIRES screen",
        extensions=(".hrs",),
        modes=("oric-hires",),
        encode=_encode,
        decode=_decode,
        sizes=(_LINES * _ACROSS,),
    )
)
