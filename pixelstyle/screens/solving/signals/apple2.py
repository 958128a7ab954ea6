"""Apple II: the dots whose colours cost least along each line."""

from __future__ import annotations

import itertools

import numpy as np

from pixelstyle.screens.signals.apple2 import BYTE, hgr_colour
from pixelstyle.screens.solving.signals.viterbi import Step, cheapest_paths


def solve_hgr(costs: np.ndarray) -> np.ndarray:
    """The dots and high bits, uint8 [H, W], whose colours cost least under costs [H, W, 6]: exact."""
    width = costs.shape[1]
    by_column = np.ascontiguousarray(costs.transpose(1, 2, 0))
    # States: dot to the left, dot, high bit. Options: dot to the right, high bit of the byte that it is in.
    steps = []
    for column in range(width):
        shows, leads_to = np.full((8, 4), -1), np.zeros((8, 4), int)
        for left, dot, delayed, right, then in itertools.product((0, 1), repeat=5):
            last, new_byte = column == width - 1, column % BYTE == BYTE - 1
            if (last and (right or then)) or (not new_byte and then != delayed):
                continue
            state, option = 4 * left + 2 * dot + delayed, 2 * right + then
            shows[state, option] = hgr_colour(left, dot, right, column & 1, delayed)
            leads_to[state, option] = 4 * dot + 2 * right + then
        steps.append(Step(shows, leads_to))
    states, _ = cheapest_paths(list(by_column), steps, starts=(0, 1, 2, 3))
    return ((states >> 1 & 1) | (states & 1) << 1).T.astype(np.uint8)


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
