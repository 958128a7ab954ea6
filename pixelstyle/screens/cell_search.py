"""The best set of colours for each cell by itself, out of so many colours that most sets are not worth a look.

A colour that costs no less than some other one at every pixel of a cell can be left out there without loss: in any
set that has it, the other would do as well. Few cells have many colours left, and those with about as many are
searched together.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from pixelstyle.screens.set_costs import set_costs

_RIVALS = 8
"""Colours, the cheapest of each cell, that others are compared with."""
_SIZES = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
_MOST_SETS = 40_000
"""For a cell: with more, only its cheapest colours are combined (and the result is the best of those sets)."""


def best_sets(cells: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """For `split_cells`' costs [K, P, N], K >= count: the best `count` colours of each cell, intp [N, count], and
    their totals [N]."""
    colours, pixels, cell_count = cells.shape
    order = cells.sum(axis=1).argsort(axis=0, kind="stable")
    alive = np.ones((colours, cell_count), bool)
    every = np.arange(cell_count)
    for rival in order[: min(_RIVALS, colours)]:
        costs = np.take_along_axis(cells, rival[None, None], axis=0)
        beaten = (cells >= costs).all(axis=1)
        # Of two that cost the same everywhere one must stay: only a rival that is still alive beats others.
        beaten &= alive[rival, every]
        beaten[rival, every] = False
        alive &= ~beaten
    remaining = alive.sum(axis=0)
    ranked = np.take_along_axis(
        order, np.argsort(~np.take_along_axis(alive, order, axis=0), axis=0, kind="stable"), axis=0
    )
    most = count
    while most < colours and math.comb(most + 1, count) <= _MOST_SETS:
        most += 1
    chosen, totals = np.empty((cell_count, count), np.intp), np.empty(cell_count, np.float32)
    done = np.zeros(cell_count, bool)
    for size in sorted({min(max(size, count), most) for size in _SIZES}):
        here = np.flatnonzero(~done & ((remaining <= size) | (size == most)))
        if not len(here):
            continue
        done[here] = True
        listed = ranked[:size, here]  # those alive first, cheapest first, then whatever fills the set up
        sets = tuple(itertools.combinations(range(size), count))
        found = set_costs(cells[listed[:, None], np.arange(pixels)[:, None], here], sets)
        best = found.argmin(axis=0)
        chosen[here] = np.take_along_axis(listed, np.array(sets)[best].T, axis=0).T
        totals[here] = found[best, np.arange(len(here))]
    return chosen, totals
