"""Amiga hold-and-modify: the codes nearest to a picture, line by line."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.signals.ham import CHANNEL_CODES
from pixelstyle.screens.solving.costs import in_space

_LINES = 32
"""Lines solved together: what their 4,096 states cost, twice, then stays in the cache."""
_ORDERS = np.array([0, *(CHANNEL_CODES[channel] for channel in (2, 1, 0))])
"""Of the palette, blue, green and red, as the ways into a colour are counted: the upper two bits of their codes."""
_STEPS = np.array([256, 1, 16, 256])
"""And how far apart the colours are from which they lead."""


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
    points = np.ascontiguousarray(points.transpose(1, 2, 0))
    along, least, last = _forward(points, colours, numbers)
    states, ways = _backward(points, colours, numbers, (along, least, last))
    every = np.arange(len(numbers))
    code_of = np.zeros((4096, len(numbers)), np.intp)
    for register in reversed(range(numbers.shape[1])):
        code_of[numbers[:, register], every] = register
    set_to = np.stack([code_of[states, every], states & 15, states >> 4 & 15, states >> 8])
    data = np.take_along_axis(set_to, ways[None], axis=0)[0]
    return np.asarray(_ORDERS[ways] << 4 | data).T.astype(np.uint8)


def _forward(points: np.ndarray, colours: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Before each pixel of points [W, 3, L] the least cost along red, green, blue through the colours of the one to
    its left, float32 [W, 3, 16, 16, L], and over all of them, [W, L]; and what each colour costs behind the last,
    [4096, L]. All arrays are made once: to ask for as large ones again and again takes as long as filling them."""
    width, _, lines = points.shape
    listed = numbers.T, np.arange(lines)
    # |p - c|^2 but for |p|^2, which is the same for all colours: (-2 c, |c|^2) . (p, 1)
    linear = np.concatenate([-2 * colours, (colours**2).sum(axis=1)[:, None]], axis=1)
    homogeneous = np.concatenate([points, np.ones((width, 1, lines), np.float32)], axis=1)
    along = np.empty((width, 3, 16, 16, lines), np.float32)
    least = np.empty((width, lines), np.float32)
    paid = np.full((16, 16, 16, lines), np.inf, np.float32)
    flat = paid.reshape(4096, lines)
    flat[numbers[:, 0], listed[1]] = 0
    costs = np.empty_like(flat)
    halves = [np.empty((16, 16, count, lines), np.float32) for count in (8, 4, 2, 1)]
    for column in range(width):
        red, green, blue = along[column]
        paid.min(axis=0, out=red)
        paid.min(axis=1, out=green)
        whole = paid
        for half in halves:  # the last axis but one half by half: long runs instead of short ones
            count = half.shape[2]
            whole = np.minimum(whole[:, :, :count], whole[:, :, count:], out=half)
        blue[:] = whole[:, :, 0]
        red.reshape(256, lines).min(axis=0, out=least[column])
        np.minimum(red[None], green[:, None], out=paid)
        np.minimum(paid, blue[:, :, None], out=paid)
        flat[listed] = least[column]
        flat += np.matmul(linear, homogeneous[column], out=costs)
    return along, least, flat


def _backward(
    points: np.ndarray, colours: np.ndarray, numbers: np.ndarray, costs: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """The colour's number of each pixel, int [W, L], and how the line comes to it, int [W, L]: 0 by the palette, 1, 2
    and 3 by blue, green and red; `costs` are those of `_forward`."""
    along, least, last = costs
    width, _, lines = points.shape
    every = np.arange(lines)
    colour = np.arange(4096)
    red, green, blue = colour >> 8, colour >> 4 & 15, colour & 15
    # Where in along[column] the ways into each colour stand.
    sources = np.stack([512 + (red << 4 | green), 256 + (red << 4 | blue), green << 4 | blue]) * lines
    unlisted = np.full((4096, lines), np.inf, np.float32)
    unlisted[numbers.T, every] = 0
    squares = (colours**2).sum(axis=1)
    sixteen = np.arange(16)[:, None]

    def entering(column: int, states: np.ndarray) -> np.ndarray:
        """The four ways into states [..., L] at a column, [4, ..., L]; the palette first, should ways be equal."""
        found = np.empty((4, *states.shape), np.float32)
        np.add(unlisted[states, every], least[column], out=found[0])
        along[column].take(sources[:, states] + every, out=found[1:])
        return found

    states, ways = np.empty((width, lines), np.intp), np.empty((width, lines), np.intp)
    states[-1] = last.argmin(axis=0)
    into = entering(width - 1, states[-1])
    for column in range(width - 1, -1, -1):
        state, way = states[column], into.argmin(axis=0)
        ways[column] = way
        if column:
            # Where the palette was used, the line came from its cheapest colour: found along red like the others.
            step = _STEPS[way]
            before = state - (state // step & 15) * step + sixteen * step
            jumping = np.flatnonzero(way == 0)
            if len(jumping):
                through = along[column, 0].reshape(256, lines)[:, jumping].argmin(axis=0)
                before[:, jumping] = through + sixteen * 256
            there = entering(column - 1, before)
            distance = squares[before] - 2 * np.einsum("klc,cl->kl", colours[before], points[column - 1])
            best = (there.min(axis=0) + distance).argmin(axis=0)
            states[column - 1] = before[best, every]
            into = there[:, best, every]
    return states, ways
