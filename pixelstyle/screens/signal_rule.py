"""The checker's rules about signals: whether codes within a line can have set the colours that its cells show."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.subpalette_rule import Place, cells_of

Reach = np.ndarray
"""bool [8, 8]: the (first colour, second colour) in which a line can be before a cell."""


def unreachable(indices: np.ndarray, mode: ScreenMode) -> list[Place]:
    """(row, column) of the cells that no line of codes leads to; after each, the line goes on as if anything could
    be."""
    width, height = CELLS[mode.signal or ""]
    used = cells_of(indices, (width, height))
    step = _oric if mode.signal == "oric" else _teletext
    found = []
    for row in range(indices.shape[0] // height):
        reach = np.zeros((8, 8), bool)
        reach[(7, 0) if mode.signal == "oric" else (0, 0)] = True
        for column in range(indices.shape[1] // width):
            reach = step(reach, sorted(used[row, column]))
            if not reach.any():
                found.append((row, column))
                reach = np.ones((8, 8), bool)
    return found


CELLS = {"oric": (6, 1), "teletext": (2, 3)}


def _both(a: int, b: int) -> Reach:
    """The states whose two colours include a and b."""
    held = np.zeros((8, 8), bool)
    if a == b:
        held[a] = held[:, a] = True
    else:
        held[a, b] = held[b, a] = True
    return held


def _oric(reach: Reach, used: list[int]) -> Reach:
    """Dots in ink and paper or in both's complements; or a code, which shows plain paper or its complement."""
    after = np.zeros((8, 8), bool)
    if len(used) > 2:
        return after
    low, high = used[0], used[-1]
    after[:] = np.logical_and(reach, _both(low, high) | _both(7 - low, 7 - high))
    if low == high:
        for paper in {low, 7 - low}:
            after[:, paper] |= reach[:, paper].any()  # a new ink, this paper
            after[:, paper] |= reach.any(axis=1)  # this paper is the new one, the ink what it was
    return after


def _teletext(reach: Reach, used: list[int]) -> Reach:
    """A mosaic in foreground and background (foreground 0: white letters, hence no mosaic), or a code in its place."""
    after = np.zeros((8, 8), bool)
    if len(used) > 2:
        return after
    low, high = used[0], used[-1]
    mosaics: Reach = np.logical_and(reach, _both(low, high))
    mosaics[0] = False
    after[:] = mosaics
    if low == high:
        after[0, low] |= reach[0, low]
        after[1:, low] |= reach[:, low].any()  # a new foreground
        fronts: np.ndarray = reach.max(axis=1)
        if fronts[low] and low:
            after[low, low] = True  # the background takes the foreground's colour
        if low == 7 and fronts[0]:
            after[0, 7] = True
        if low == 0:
            after[:, 0] |= fronts  # black background
    return after


def uneven_bytes(indices: np.ndarray) -> list[Place]:
    """Apple II hi-res: (row, byte) of those whose seven dots do not agree about the byte's high bit."""
    high = (indices >> 1).reshape(len(indices), -1, 7)
    return [(int(row), int(byte)) for row, byte in np.argwhere((high != high[..., :1]).any(axis=2))]
