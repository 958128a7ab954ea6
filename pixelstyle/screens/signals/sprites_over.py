"""Commodore 64: a multicolour bitmap under 64 sprites, whose dots are half as wide as its pixels.

Indices are colour numbers, a dot each. Dots 2x and 2x + 1 of a line are one pixel of the bitmap, of the background or
one of three colours that the cell of 8 x 8 dots has for itself. In the middle there are eight rows of eight sprites of
24 x 21 dots, each of one colour: where a sprite has a dot, it hides the bitmap. Rows begin every 24 lines, so that a
cell is under one sprite; three lines in 24 are the time in which the eight sprites are sent down (see
`formats/c64/overlaid_program.py`).

Source: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996), sections 3.7.3.4 and 3.8.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.signals.signal import Signal

COLOURS, OWN, CELL = 16, 3, 8
"""Colours; those that a cell has for itself; its width and height in dots."""
LINES, DOTS = 200, 320
ROWS, COLUMNS, LEFT, WIDE, EVERY, HIGH = 8, 8, 64, 24, 24, 21
"""Rows of sprites, and sprites in each; the first one's first dot; their width; lines from row to row; their height."""
NONE = ROWS * COLUMNS
"""The number of no sprite."""


def areas() -> np.ndarray:
    """The sprite to whose cells each dot belongs, uint8 [200, 320]: row by row, or `NONE`."""
    line, dot = np.mgrid[:LINES, :DOTS]
    row, column = line // EVERY, (dot - LEFT) // WIDE
    inside = (row < ROWS) & (dot >= LEFT) & (column < COLUMNS)
    return np.where(inside, COLUMNS * row + column, NONE).astype(np.uint8)


def reached() -> np.ndarray:
    """Where a sprite can have a dot, bool [200, 320]."""
    return np.asarray((areas() != NONE) & (np.arange(LINES)[:, None] % EVERY < HIGH))


SPRITES_OVER = Signal("sprites-over", cell=(CELL, CELL))
