"""Hires and multicolour characters: whether some shared colours and 256 patterns give a picture.

Written from what a nibble of colour RAM makes of two bits. A cell that several patterns show counts only where it has
none in common with those that are needed anyway, nor with another such cell: so many patterns there are at least.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from pixelstyle.screens.checking.clash import Clash, at, of_all
from pixelstyle.screens.checking.picture import CheckedPicture

_ACROSS, _CELL, _PATTERNS = 40, 8, 256
_OWN = range(8)
_COLOURS = "the background and one of the first eight; or, in double dots, these and two more that all such cells share"


def pattern_clashes(picture: CheckedPicture) -> list[Clash]:
    """The cells that no nibble gives, with the shared colours that leave fewest; else that patterns are too many."""
    dots = picture.indices
    cells = np.array(
        [
            dots[row : row + _CELL, column : column + _CELL].reshape(-1, 2)
            for row in range(0, dots.shape[0], _CELL)
            for column in range(0, dots.shape[1], _CELL)
        ]
    )
    ways = list(_shared_colours(cells))
    fewest = min(bad.sum() for _, bad in ways)
    if fewest:
        bad = next(bad for _, bad in ways if bad.sum() == fewest)
        return [
            at(
                divmod(int(n), _ACROSS),
                (_CELL, _CELL),
                picture.names_of(set(cells[n].ravel().tolist())),
                _COLOURS,
                "colours in a cell",
            )
            for n in np.flatnonzero(bad)
        ]
    different = np.unique(cells, axis=0)
    least = _PATTERNS * len(cells)
    for shared, bad in ways:
        if not bad.any():
            least = min(least, _least_patterns(different, shared))
            if least <= _PATTERNS:
                return []
    return [of_all(picture.mode, [f"at least {least} patterns"], f"at most {_PATTERNS}", "patterns")]


def _shared_colours(cells: np.ndarray) -> Iterator[tuple[tuple[int, int, int], np.ndarray]]:
    """Background and two shared colours, and which of the cells, [N, 32, 2], no nibble gives with them. Of colours that
    no cell has, one stands for all."""
    has = np.array([(cells == colour).any(axis=(1, 2)) for colour in range(16)])
    double = (cells[..., 0] == cells[..., 1]).all(axis=1)
    unlike = [colour for colour in range(16) if has[colour].any()]
    unlike += [colour for colour in range(16) if colour not in unlike][:1]
    pairs = sorted(product(unlike, repeat=2), key=lambda pair: pair[0] == pair[1])
    low, high = has[:8].sum(axis=0), has[8:].sum(axis=0)
    for behind in unlike:
        for first, second in pairs:
            fails = []
            for shown in ({behind}, {behind, first, second}):
                left = low - has[[k for k in shown if k < 8]].sum(axis=0)
                beyond = high - has[[k for k in shown if k >= 8]].sum(axis=0)
                fails.append((left > 1) | (beyond > 0))
            yield (behind, first, second), fails[0] & (fails[1] | ~double)


def _least_patterns(cells: np.ndarray, shared: tuple[int, int, int]) -> int:
    """How many patterns different cells, [N, 32, 2], need at least."""
    behind, first, second = shared
    # By nibble and two colours, which of the four pairs of bits show them, as a mask.
    bits = np.zeros((16, 16, 16), np.uint8)
    for own in _OWN:
        for number, (left, right) in enumerate(((behind, behind), (behind, own), (own, behind), (own, own))):
            bits[own, left, right] |= 1 << number
        for number, colour in enumerate((behind, first, second, own)):
            bits[8 + own, colour, colour] |= 1 << number
    readings = bits[:, cells[..., 0], cells[..., 1]].transpose(1, 0, 2)
    readings[~readings.all(axis=2)] = 0
    sure = set()
    several = []
    for of_cell in readings:
        ways = {way.tobytes() for way in of_cell if way.any()}
        only = ways.pop()
        if not ways and all(mask in (1, 2, 4, 8) for mask in only):
            sure.add(only)
        else:
            several.append(of_cell)
    needed = np.array([[list(way)] for way in sure], np.uint8).reshape(-1, 1, cells.shape[1])
    apart = np.zeros((0, *readings.shape[1:]), np.uint8)
    for of_cell in several:
        if not _in_common(of_cell, needed) and not _in_common(of_cell, apart):
            apart = np.concatenate([apart, of_cell[None]])
    return len(sure) + len(apart)


def _in_common(one: np.ndarray, others: np.ndarray) -> bool:
    """Whether a cell with these readings, [16, 32], can have the pattern of one of the others, [N, ways, 32]."""
    ways = one[one.any(axis=1)]
    return any(bool(((way & others) > 0).all(axis=2).any()) for way in ways)
