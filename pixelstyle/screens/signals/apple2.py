"""Apple II: colours that exist only in the television set.

The machine sends dots, 14.3 million a second in double hi-res and half as many in hi-res; a television set takes
patterns of them for a colour signal. A pattern of four double dots is one period of the colour carrier: 16 patterns,
16 colours.

Hi-res: bit 0 of an index is the dot, bit 1 the high bit of its byte of 7 dots; a palette of 6: black, violet, green,
blue, orange, white. Double hi-res: 0 or 1 for each of 560 dots; a palette of 16, by 4-bit pattern under the subcarrier.
"""

from __future__ import annotations

import itertools

import numpy as np

from pixelstyle.screens.signals.signal import Signal

BLACK, VIOLET, GREEN, BLUE, ORANGE, WHITE = range(6)
BYTE = 7
"""Dots of a byte; its eighth bit delays them all by half a dot, which turns violet and green into blue and orange."""


def hgr_colour(left: int, dot: int, right: int, odd: int, delayed: int) -> int:
    """The colour of a hi-res dot from its neighbours, its column's parity and its byte's high bit.

    Two neighbouring dots are white; a lone one has the colour of its column; the gap between two dots two columns
    apart is filled with theirs. (Wozniak's scheme as told in "Understanding the Apple II", Sather 1983, chapter 8.)
    """
    if dot:
        return WHITE if left or right else (BLUE, ORANGE)[odd] if delayed else (VIOLET, GREEN)[odd]
    if left and right:
        return (BLUE, ORANGE)[1 - odd] if delayed else (VIOLET, GREEN)[1 - odd]
    return BLACK


_HGR = np.array([hgr_colour(*bits) for bits in itertools.product((0, 1), repeat=5)], np.uint8).reshape(2, 2, 2, 2, 2)


def hgr_colours(codes: np.ndarray) -> np.ndarray:
    """Palette entries 0..5, uint8 [H, W], that hi-res dots with their bytes' high bits (uint8 [H, W], 0..3) show."""
    dots = np.pad(codes & 1, ((0, 0), (1, 1)))
    odd = np.broadcast_to(np.arange(codes.shape[1]) & 1, codes.shape)
    return np.asarray(_HGR[dots[:, :-2], dots[:, 1:-1], dots[:, 2:], odd, codes >> 1])


def dhgr_colours(dots: np.ndarray) -> np.ndarray:
    """Palette entries 0..15, uint8 [H, W], that double hi-res dots (0 or 1) show: each by the four dots about it.

    Bit n of the entry is the one of the four dots whose column is n modulo 4, so that a repeated pattern is one
    colour throughout.
    """
    width = dots.shape[1]
    padded = np.pad(dots, ((0, 0), (1, 2))).astype(np.uint8)
    columns = np.arange(width)
    parts = [padded[:, offset : offset + width] << ((columns + offset - 1) % 4).astype(np.uint8) for offset in range(4)]
    return np.asarray(parts[0] | parts[1] | parts[2] | parts[3])


HGR = Signal("hgr", lambda codes, colours: np.asarray(colours[hgr_colours(codes)]), codes=4)
DHGR = Signal("dhgr", lambda dots, colours: np.asarray(colours[dhgr_colours(dots)]), codes=2)
