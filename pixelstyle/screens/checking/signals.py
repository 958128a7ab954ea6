"""The checker's rules about signals: whether codes within a line can have set the colours that its cells show."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from pixelstyle.screens.checking.subpalettes import Place, cells_of
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.signals.apple2 import hgr_colour

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


BYTE = (7, 1)
"""The Apple II's dots that go together."""
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


def undotted(shown: np.ndarray, signal: str, colours: list[int]) -> list[Place]:
    """Apple II: (row, byte) of those in which a colour stands that no dots make beside the colours to its left.

    shown: any numbers for colours [H, W], colours: those of the palette. The sets of dots that are still possible are
    followed from left to right; after a colour that none of them makes, anything is possible again.
    """
    ways = _hi_res if signal == "hgr" else _double_hi_res
    possible = np.zeros((len(shown), 8), bool)
    possible[:, :4] = True  # no dot stands before a line
    wrong = np.zeros(shown.shape, bool)
    last = shown.shape[1] - 1
    for column in range(last + 1):
        after = np.zeros_like(possible)
        for state, entry, then in ways(column, last):
            after[:, then] |= possible[:, state] & (shown[:, column] == colours[entry])
        wrong[:, column] = ~after.any(axis=1)
        after[wrong[:, column]] = True
        possible = after
    rows, columns = np.nonzero(wrong)
    return sorted({(row, column // BYTE[0]) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)})


def _hi_res(column: int, last: int) -> Iterator[tuple[int, int, int]]:
    """The dots to the left and here and the byte's high bit, as a number; the entry they show; the same one on."""
    for left, dot, high, right, then in product((0, 1), repeat=5):
        if (then == high or column % BYTE[0] == BYTE[0] - 1) and not (right and column == last):
            yield 4 * left + 2 * dot + high, hgr_colour(left, dot, right, column & 1, high), 4 * dot + 2 * right + then


def _double_hi_res(column: int, last: int) -> Iterator[tuple[int, int, int]]:
    """The dots to the left, here and to the right, as a number; the entry they show; the same one on."""
    for bits in product((0, 1), repeat=4):
        left, dot, right, beyond = bits
        if not ((right and column == last) or (beyond and column >= last - 1)):
            entry = sum(bit << (column + place - 1) % 4 for place, bit in enumerate(bits))
            yield 4 * left + 2 * dot + right, entry, 4 * dot + 2 * right + beyond
