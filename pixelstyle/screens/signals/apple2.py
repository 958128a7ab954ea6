"""Apple II: colours that exist only in the television set.

The machine sends dots, 14.3 million a second in double hi-res and half as many in hi-res; a television set takes
patterns of them for a colour signal. A pattern of four double dots is one period of the colour carrier: 16 patterns,
16 colours.
"""

from __future__ import annotations

import itertools

import numpy as np

from pixelstyle.screens.solving.signals.viterbi import Step, cheapest_paths

BLACK, VIOLET, GREEN, BLUE, ORANGE, WHITE = range(6)
_BYTE = 7
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


def solve_hgr(costs: np.ndarray) -> np.ndarray:
    """The dots and high bits, uint8 [H, W], whose colours cost least under costs [H, W, 6]: exact."""
    width = costs.shape[1]
    by_column = np.ascontiguousarray(costs.transpose(1, 2, 0))
    # States: dot to the left, dot, high bit. Options: dot to the right, high bit of the byte that it is in.
    steps = []
    for column in range(width):
        shows, leads_to = np.full((8, 4), -1), np.zeros((8, 4), int)
        for left, dot, delayed, right, then in itertools.product((0, 1), repeat=5):
            last, new_byte = column == width - 1, column % _BYTE == _BYTE - 1
            if (last and (right or then)) or (not new_byte and then != delayed):
                continue
            state, option = 4 * left + 2 * dot + delayed, 2 * right + then
            shows[state, option] = _HGR[left, dot, right, column & 1, delayed]
            leads_to[state, option] = 4 * dot + 2 * right + then
        steps.append(Step(shows, leads_to))
    states, _ = cheapest_paths(list(by_column), steps, starts=(0, 1, 2, 3))
    return ((states >> 1 & 1) | (states & 1) << 1).T.astype(np.uint8)


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


def solve_dhgr(costs: np.ndarray) -> np.ndarray:
    """The dots, uint8 [H, W], whose colours cost least under costs [H, W, 16]: exact."""
    width = costs.shape[1]
    by_column = np.ascontiguousarray(costs.transpose(1, 2, 0))
    # States: the dots before, at and after the column. Options: the next one.
    steps = []
    for column in range(width):
        shows, leads_to = np.full((8, 2), -1), np.zeros((8, 2), int)
        for bits in itertools.product((0, 1), repeat=4):
            before, at, after, then = bits
            if (then and column + 2 >= width) or (after and column + 1 >= width):
                continue
            state = 4 * before + 2 * at + after
            shows[state, then] = sum(
                bit << ((column + offset) % 4) for offset, bit in zip((-1, 0, 1, 2), bits, strict=True)
            )
            leads_to[state, then] = 4 * at + 2 * after + then
        steps.append(Step(shows, leads_to))
    states, _ = cheapest_paths(list(by_column), steps, starts=(0, 1, 2, 3))
    return (states >> 1 & 1).T.astype(np.uint8)
