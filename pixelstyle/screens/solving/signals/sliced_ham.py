"""Sliced HAM: for each line the fifteen of the picture's colours that help it most, then the best codes with these."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.signals.ham import KINDS, REGISTERS_OF_LINE
from pixelstyle.screens.solving.costs import in_space
from pixelstyle.screens.solving.signals.ham import solve_ham_lines

_LASTING = np.float32(2)
"""How often a pixel's error counts that is made for want of a register: those behind it are wrong as well."""
_MOST = 112
"""Pixels of a line by which its registers are chosen: those that need one most."""
_LINES = 8
"""Lines chosen for together: what their pixels cost in all colours then stays in the cache."""


def solve_sham(picture: np.ndarray, palette: np.ndarray, metric: str) -> np.ndarray:
    """The codes, uint8 [H, W], near to sRGB [H, W, 3] with a palette, uint8 [K, 3], of which each line has the first
    and 15 more. The best there are with these, which are chosen one by one."""
    kind = KINDS["sham"]
    entries = _chosen(picture, palette, metric)
    codes = solve_ham_lines(picture, palette[entries], metric).astype(np.intp)
    own = np.take_along_axis(entries, np.minimum(codes, entries.shape[1] - 1), axis=1)
    return np.where(codes <= REGISTERS_OF_LINE, own, codes - (REGISTERS_OF_LINE + 1) + kind.registers).astype(np.uint8)


def _chosen(picture: np.ndarray, palette: np.ndarray, metric: str) -> np.ndarray:
    """The entries of the palette that each line has, int [H, 16], the first of them 0.

    One after the other those that save most: a pixel costs what it does in the nearest register, or in its left
    neighbour's wanted colour with the best one of its channels set, whichever is less.
    """
    points, own = in_space(picture, metric), in_space(palette / 255, metric)
    without = _LASTING * _held(picture, points, palette[0], metric)
    needy = np.argpartition(-without, min(_MOST, without.shape[1]) - 1, axis=1)[:, :_MOST]
    entries = np.zeros((len(picture), REGISTERS_OF_LINE + 1), np.intp)
    for start in range(0, len(picture), _LINES):
        some = slice(start, start + _LINES)
        wanted = np.take_along_axis(points[some], needy[some][..., None], axis=1)
        costs = (wanted**2).sum(axis=2)[:, :, None] - 2 * (wanted @ own.T) + (own**2).sum(axis=1)
        paid = np.minimum(np.take_along_axis(without[some], needy[some], axis=1), costs[:, :, 0])
        lines, saved = np.arange(len(paid)), np.empty_like(costs)
        for place in range(1, REGISTERS_OF_LINE + 1):
            np.maximum(np.subtract(paid[:, :, None], costs, out=saved), 0, out=saved)
            best = saved.sum(axis=1).argmax(axis=1)
            paid = np.minimum(paid, costs[lines, :, best])
            entries[start + lines, place] = best
    return entries


def _held(picture: np.ndarray, points: np.ndarray, before: np.ndarray, metric: str) -> np.ndarray:
    """What each pixel costs, float32 [H, W], in its left neighbour's wanted colour with one channel its own; `before`,
    uint8 [3], stands to the left of all."""
    first = np.broadcast_to((before / 255).astype(np.float32), (len(picture), 1, 3))
    left = np.concatenate([first, picture[:, :-1]], axis=1)
    costs = []
    for channel in range(3):
        held = left.copy()
        held[:, :, channel] = picture[:, :, channel]
        costs.append(((in_space(held, metric) - points) ** 2).sum(axis=2))
    return np.asarray(np.minimum.reduce(costs))
