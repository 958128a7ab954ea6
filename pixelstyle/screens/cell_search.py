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

_RIVALS = 3
"""Colours, the cheapest of each cell, that others are compared with."""
_TOGETHER = 48
"""Cells whose costs in all colours fit into one core's cache."""
_SIZES = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
_MOST_SETS = 40_000
"""For a cell: with more, only its cheapest colours are combined (and the result is the best of those sets)."""


def best_sets(
    cells: np.ndarray, count: int, candidates: np.ndarray, floor: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The best `count` of the candidates, intp [C], C >= count, for each cell under `split_cells`' costs [K, P, N]:
    colours, intp [N, count], and their totals [N].

    No pixel costs more than its `floor` [P, N]: what it pays in colours that are held already.
    """
    pixels, cell_count, colours = cells.shape[1], cells.shape[2], len(candidates)
    alive, order = np.empty((colours, cell_count), bool), np.empty((colours, cell_count), np.intp)
    for start in range(0, cell_count, _TOGETHER):
        here = slice(start, start + _TOGETHER)
        part = cells[candidates, :, here]
        if floor is not None:
            np.minimum(part, floor[:, here], out=part)
        order[:, here], alive[:, here] = _undominated(part)
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
        some = np.flatnonzero(~done & ((remaining <= size) | (size == most)))
        if not len(some):
            continue
        done[some] = True
        listed = candidates[ranked[:size, some]]  # those alive first, cheapest first, then whatever fills the set up
        sets = tuple(itertools.combinations(range(size), count))
        costs = cells[listed[:, None], np.arange(pixels)[:, None], some]
        if floor is not None:
            np.minimum(costs, floor[:, some], out=costs)
        found = set_costs(costs, sets)
        best = found.argmin(axis=0)
        chosen[some] = np.take_along_axis(listed, np.array(sets)[best].T, axis=0).T
        totals[some] = found[best, np.arange(len(some))]
    return chosen, totals


def _undominated(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The colours of costs [K, P, N] in the order of their sums, intp [K, N], and which of them, bool [K, N], no other
    one beats or equals at every pixel."""
    order = cells.sum(axis=1).argsort(axis=0, kind="stable")
    alive = np.ones(order.shape, bool)
    every = np.arange(order.shape[1])
    left, costs = np.arange(len(cells)), cells
    for number, rival in enumerate(order[:_RIVALS]):
        beaten = (costs >= cells[rival, :, every].T).all(axis=1)
        # Of two that cost the same everywhere one must stay: only a rival that is still alive beats others.
        beaten &= alive[rival, every]
        alive[left] &= ~beaten | (left[:, None] == rival)
        if number % 2:  # neighbours lose the same colours: those that are left to none of them are not looked at again
            left = np.flatnonzero(alive.any(axis=1))
            costs = cells[left]
    return order, alive
