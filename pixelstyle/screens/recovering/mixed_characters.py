"""What the VIC-II's memory must have held for a picture of hires and multicolour characters."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pixelstyle.arrays import Indices
from pixelstyle.screens.cells import cut_cells
from pixelstyle.screens.signals.mixed_characters import COLOURS, OWN, PATTERNS, SIDE, TWO_BITS, shown_by

_HIGHEST = np.array([max(mask.bit_length() - 1, 0) for mask in range(1 << TWO_BITS)], np.uint8)
"""Of a mask of what two bits can be, the last that it has."""
_HIGH = sum(1 << colour for colour in range(OWN, COLOURS))


@dataclass(frozen=True)
class MixedCells:
    """What shows a picture."""

    shared: tuple[int, int, int]
    """The background and the two colours of multicolour cells."""
    patterns: np.ndarray
    """uint8 [N, 32], pairs of bits of the patterns, N <= 256."""
    numbers: np.ndarray
    """intp [1000], of each cell's pattern."""
    nibbles: np.ndarray
    """uint8 [1000], of colour RAM."""


def mixed_cells(indices: Indices) -> MixedCells | None:
    """Memory that shows colours 0..15, uint8 [200, 320]; None where none is found."""
    cells, place = np.unique(cut_cells(indices, (SIDE, SIDE)).reshape(-1, SIDE * SIDE), axis=0, return_inverse=True)
    cells = cells.reshape(len(cells), -1, 2)
    for shared in _legal_colours(cells):
        shown = shown_by(shared)
        # The two bits, as a mask, that show two dots: [16, cells, 32].
        may = np.zeros((len(shown), *cells.shape[:2]), np.uint8)
        for bits in range(TWO_BITS):
            may |= (cells == shown[:, None, None, bits]).all(axis=3).astype(np.uint8) << bits
        found = _packed(may, [n for n in range(len(shown)) if n % OWN != shared[0]])
        if found is not None:
            patterns, number, nibble = found
            return MixedCells(shared, patterns, number[place.ravel()], nibble[place.ravel()])
    return None


def _legal_colours(cells: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Background and two shared colours with which each cell, [N, 32, 2], can be shown, those that differ first."""
    held = np.bitwise_or.reduce(1 << cells.reshape(len(cells), -1).astype(np.int64), axis=1)
    kinds = np.unique(np.stack([held, (cells[..., 0] == cells[..., 1]).all(axis=1)], axis=1), axis=0)
    used = [colour for colour in range(COLOURS) if (kinds[:, 0] >> colour & 1).any()]
    some = [*used, *(colour for colour in range(COLOURS) if colour not in used)][: len(used) + 1]
    triples = list(itertools.product(some, some, some))
    for shared in sorted(triples, key=lambda shared: -len(set(shared))):
        beside = kinds[:, 0] & ~(1 << shared[0])
        beside_all = beside & ~(1 << shared[1] | 1 << shared[2])
        if (_one_own(beside) | ((kinds[:, 1] > 0) & _one_own(beside_all))).all():
            yield shared


def _one_own(left: np.ndarray) -> np.ndarray:
    """Whether sets of colours are one of a cell's own at most."""
    return np.asarray((left & left - 1 | left & _HIGH) == 0)


def _packed(may: np.ndarray, usual: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Patterns, and of each cell the number of its own and the nibble, for the pairs of bits that show it, as masks
    [16, cells, 32]; None: too many patterns are found. Cells that only one pattern shows come first; those that several
    show take one of these, or else that of the first of the `usual` nibbles with which they have any."""
    possible = np.asarray(may.all(axis=2))
    first = np.array(usual)[possible[usual].argmax(axis=0)]
    every = np.arange(may.shape[1])
    own = _HIGHEST[may[first, every]]
    sure = (~possible | (may == 1 << own).all(axis=2)).all(axis=0)
    kept = list(np.unique(own[sure], axis=0))
    masks = np.full((PATTERNS, may.shape[2]), 0, np.uint8)
    if len(kept) > PATTERNS:
        return None
    for number, pattern in enumerate(kept):
        masks[number] = 1 << pattern
    numbers, nibbles = np.zeros((2, len(every)), np.intp)
    for cell in (*np.flatnonzero(sure), *np.flatnonzero(~sure)):
        ways = np.flatnonzero(possible[:, cell])
        fits = ((may[ways, cell][:, None] & masks[: len(kept)]) > 0).all(axis=2)
        if not fits.any():
            if len(kept) == PATTERNS:
                return None
            masks[len(kept)] = 1 << own[cell]
            kept.append(own[cell])
            fits = ((may[ways, cell][:, None] & masks[: len(kept)]) > 0).all(axis=2)
        way, numbers[cell] = np.unravel_index(fits.argmax(), fits.shape)
        nibbles[cell] = ways[way]
    return np.array(kept, np.uint8), numbers, nibbles
