"""Commodore 64: characters that are hires or multicolour, cell by cell, as bit 3 of colour RAM says.

Indices are colour numbers. Each cell of 8 x 8 dots is one of 256 patterns, 8 bytes, of which each two bits are two dots
beside each other. What they show hangs on the cell's nibble of colour RAM:

    0 to 7     each bit is a dot: 0 the background, 1 the colour of that number
    8 to 15    two dots are alike: 00 the background, 01 and 10 the two colours that multicolour cells share, 11 the
               colour of the nibble's lower three bits

Source: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996), section 3.7.3.2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pixelstyle.screens.cells import lay_cells
from pixelstyle.screens.signals.signal import Signal

COLOURS, NIBBLES, OWN = 16, 16, 8
"""Colours; nibbles of colour RAM; and colours that a cell can have as its own."""
ACROSS, SIDE, PAIRS, TWO_BITS, PATTERNS = 40, 8, 4, 4, 256
"""Cells in a row, dots in a cell's line, pairs of them, what two bits can be, and patterns."""


def shown_by(shared: Sequence[int]) -> np.ndarray:
    """The colours of two dots beside each other, uint8 [16, 4, 2], by the nibble and the two bits, with the background
    and the two colours of multicolour cells in `shared`."""
    behind, first, second = shared
    shown = np.empty((NIBBLES, TWO_BITS, 2), np.uint8)
    for own in range(OWN):
        shown[own] = [(behind, behind), (behind, own), (own, behind), (own, own)]
        shown[OWN + own] = [(colour, colour) for colour in (behind, first, second, own)]
    return shown


def dots_of(shared: Sequence[int], bits: np.ndarray, nibbles: np.ndarray) -> np.ndarray:
    """The picture, uint8 [200, 320], of cells, row by row, with these pairs of bits, uint8 [1000, 32], and nibbles of
    colour RAM, [1000]."""
    dots = np.take_along_axis(shown_by(shared)[nibbles], bits[..., None].astype(np.intp), axis=1)
    return lay_cells(dots.reshape(-1, ACROSS, SIDE, SIDE))


MIXED_CHARACTERS = Signal("mixed-characters", cell=(SIDE, SIDE))
