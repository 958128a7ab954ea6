"""Amiga hold-and-modify: the codes nearest to a picture, line by line."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.signals.ham import CHANNEL_CODES
from pixelstyle.screens.solving.costs import in_space

_LINES = 64
"""Lines solved together: their 4,096 states then stay in the cache."""


def solve_ham(picture: np.ndarray, palette: np.ndarray, metric: str) -> np.ndarray:
    """The codes, uint8 [H, W], nearest to sRGB [H, W, 3] with a palette, uint8 [K, 3], K <= 16, of which the upper
    four bits of each channel count: the exact optimum of every line.

    Dynamic programming over the 4,096 colours that a pixel can have. What a colour's best way in costs is the least
    over its three axes through the colour cube (one channel having been set) or, for the 16 of the palette, over the
    whole cube: the minima along the axes are all that needs keeping to find the way back.
    """
    return solve_ham_lines(picture, np.broadcast_to(palette, (len(picture), *palette.shape)), metric)


def solve_ham_lines(picture: np.ndarray, palettes: np.ndarray, metric: str) -> np.ndarray:
    """The same where each line has registers of its own, uint8 [H, K, 3]."""
    cube = np.stack(np.meshgrid(*[np.arange(16)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    colours = in_space(cube / 15, metric)
    points = in_space(picture, metric)
    numbers = (palettes >> 4).astype(np.intp) @ np.array([256, 16, 1])
    codes = np.empty(picture.shape[:2], np.uint8)
    for start in range(0, len(codes), _LINES):
        some = slice(start, start + _LINES)
        codes[some] = _solve_lines(points[some], colours, numbers[some])
    return codes


def _solve_lines(points: np.ndarray, colours: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The above for some lines: points [L, W, 3], the cube's colours [4096, 3], the registers' numbers in it [L, K]."""
    lines, width, _ = points.shape
    every = np.arange(lines)
    listed = numbers.T, every
    # |p - c|^2 but for |p|^2, which is the same for all colours: (-2 c, |c|^2) . (p, 1)
    linear = np.concatenate([-2 * colours, (colours**2).sum(axis=1)[:, None]], axis=1)
    homogeneous = np.concatenate([points, np.ones((lines, width, 1), np.float32)], axis=2)
    # Least cost along red, green, blue through the colours of the pixel to the left, [W, 3, 16, 16, L], and over all.
    along = np.empty((width, 3, 16, 16, lines), np.float32)
    least = np.empty((width, lines), np.float32)
    paid = np.full((16, 16, 16, lines), np.inf, np.float32)
    paid.reshape(4096, lines)[numbers[:, 0], every] = 0
    for column in range(width):
        for channel in range(3):
            paid.min(axis=channel, out=along[column, channel])
        along[column, 0].reshape(256, lines).min(axis=0, out=least[column])
        red, green, blue = along[column]
        entering = np.minimum(red[None], green[:, None])
        np.minimum(entering, blue[:, :, None], out=entering)
        flat = entering.reshape(4096, lines)
        flat[listed] = least[column]
        flat += linear @ homogeneous[:, column].T
        paid = entering
    code_of = np.full((4096, lines), -1)
    for register in reversed(range(numbers.shape[1])):
        code_of[numbers[:, register], every] = register
    sixteen = np.arange(16)[:, None]

    def entering_costs(column: int, states: np.ndarray) -> np.ndarray:
        """The four ways into states [..., L] at a column, [4, ..., L]: red, green or blue set, or taken from the
        palette."""
        red, green, blue = states >> 8, states >> 4 & 15, states & 15
        return np.stack(
            [
                along[column, 0, green, blue, every],
                along[column, 1, red, blue, every],
                along[column, 2, red, green, every],
                np.where(code_of[states, every] >= 0, least[column], np.inf),
            ]
        )

    state = paid.reshape(4096, lines).argmin(axis=0)
    codes = np.empty((lines, width), np.uint8)
    for column in range(width - 1, -1, -1):
        way = entering_costs(column, state)[::-1].argmin(axis=0)  # the palette first, should ways be equal
        way = 3 - way
        channels = np.stack([state >> 8, state >> 4 & 15, state & 15, code_of[state, every]])
        codes[:, column] = np.array([*CHANNEL_CODES, 0])[way] << 4 | channels[way, every]
        if column:
            # Where the palette was used, the line came from its cheapest colour: found along red like the others.
            through = along[column, 0].reshape(256, lines).argmin(axis=0)
            state = np.where(way == 3, through, state)
            step = np.array([256, 16, 1, 256])[way]
            before = state - (state // step % 16) * step + sixteen * step
            offset = points[:, column - 1]
            distance = (colours[before] * (colours[before] - 2 * offset)).sum(axis=-1)
            costs = entering_costs(column - 1, before).min(axis=0) + distance
            state = before[costs.argmin(axis=0), every]
    return codes
