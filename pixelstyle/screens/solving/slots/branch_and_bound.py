"""The best set of colours for each cell by itself, out of so many colours that most sets are not worth a look.

Colours that are alike make a group, and a group offers each pixel the cheapest of its colours: what a set of groups
costs is a bound that no set of colours, one or more from each, can go below. The best set within the most promising
groups is what the others have to beat; groups that are in no set of groups with a chance are left out, as are those
all of whose colours some single colour beats or equals at every pixel. Few cells have many colours left, and those
with about as many are searched together.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from pixelstyle.screens.solving.set_costs import Sets, set_costs

_MOST_BOUNDS = 2_000
"""Sets of groups to try at most, which decides how many groups there are; and"""
_MOST_PROMISING = 5_000
"""sets of colours, one from each of the most promising groups, beyond which groups are not worth while."""
_MOST_SETS = 40_000
"""For a cell: with more, only its cheapest colours are combined (and the result is the best of those sets)."""
_RIVALS = 3
"""Colours, the cheapest of each cell, that single others are compared with; for groups the first does."""
_SIZES = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)


def best_sets(
    cells: np.ndarray, count: int, candidates: np.ndarray, floor: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The best `count` of the candidates, intp [C], C >= count, for each cell under `split_cells`' costs [K, P, N]:
    colours, intp [N, count], and their totals [N].

    No pixel costs more than its `floor` [P, N]: what it pays in colours that are held already.
    """
    search = _Search(cells, count, candidates, floor)
    colours = len(candidates)
    number = 2 ** max(n for n in range(9) if math.comb(2**n, count) <= _MOST_BOUNDS)
    bounded = number >= count and (-(-colours // number)) ** count <= _MOST_PROMISING
    groups = _alike(search.sums, min(number, colours) if bounded else colours)
    cheapest = search.cheapest_of(groups)
    left = search.unbeaten(groups, cheapest, 1 if bounded else _RIVALS)
    if bounded:
        left &= search.promising(groups, cheapest)
    alive = np.empty(search.sums.shape, bool)
    alive[groups] = left[:, None]
    remaining = alive.sum(axis=0)
    order = np.where(alive, search.sums, np.inf).argsort(axis=0, kind="stable")
    most = count
    while most < colours and math.comb(most + 1, count) <= _MOST_SETS:
        most += 1
    done = remaining == 0
    for size in sorted({min(max(size, count), most) for size in _SIZES}):
        some = np.flatnonzero(~done & ((remaining <= size) | (size == most)))
        done[some] = True
        # Those alive first, cheapest first, then whatever fills the set up.
        search.improve(order[:size, some], tuple(itertools.combinations(range(size), count)), some)
    return candidates[search.chosen], search.totals


def with_next_best(
    cells: np.ndarray, chosen: np.ndarray, candidates: np.ndarray, floor: np.ndarray | None = None
) -> np.ndarray:
    """`best_sets`' colours, intp [N, count], with the cheapest others in place of those without which a cell costs no
    more: what a dither can make most of."""
    pixels, every = np.arange(cells.shape[1])[:, None], np.arange(cells.shape[2])
    lowest = np.full(cells.shape[1:], np.inf, np.float32) if floor is None else floor
    paid, chosen = cells[chosen.T[:, None], pixels, every], chosen.copy()
    total = np.minimum(paid.min(axis=0), lowest).sum(axis=0)
    for slot in range(chosen.shape[1]):
        others = np.delete(paid, slot, axis=0).min(axis=0, initial=np.inf)
        idle = np.flatnonzero(np.minimum(others, lowest).sum(axis=0) <= total)
        sums = np.full((len(cells), len(idle)), np.inf, np.float32)
        sums[candidates] = np.minimum(cells[:, :, idle], lowest[:, idle]).sum(axis=1)[candidates]
        np.put_along_axis(sums, np.delete(chosen[idle], slot, axis=1).T, np.inf, axis=0)
        chosen[idle, slot] = sums.argmin(axis=0)
        paid[slot][:, idle] = cells[chosen[idle, slot], pixels, idle]
    return chosen


class _Search:
    """The best sets found yet. Colours are numbered among the candidates, groups are [groups, colours in each]."""

    def __init__(self, cells: np.ndarray, count: int, candidates: np.ndarray, floor: np.ndarray | None) -> None:
        self.cells, self.count, self.candidates, self.floor = cells, count, candidates, floor
        self.every = np.arange(cells.shape[2])
        self.sums = cells.sum(axis=1)[candidates]
        """[C, N]: each cell in each colour alone, were there no floor: for ranking and comparing."""
        self.chosen = np.zeros((len(self.every), count), np.intp)
        self.totals = np.full(len(self.every), np.inf, np.float32)

    def improve(self, listed: np.ndarray, sets: Sets, some: np.ndarray) -> None:
        """Try these sets of some cells' `listed` colours, [size, len(some)], given by their places there."""
        if not len(some):
            return
        costs = self.cells[self.candidates[listed][:, None], np.arange(self.cells.shape[1])[:, None], some]
        found = set_costs(self._floored(costs, some), sets)
        best = found.argmin(axis=0)
        least = found[best, np.arange(len(some))]
        better = least < self.totals[some]
        self.totals[some[better]] = least[better]
        self.chosen[some[better]] = np.take_along_axis(listed, np.array(sets)[best].T, axis=0).T[better]

    def cheapest_of(self, groups: np.ndarray) -> np.ndarray:
        """What pixels cost in the cheapest colour of each group: [groups, P, N]."""
        cheapest = np.empty((len(groups), *self.cells.shape[1:]), np.float32)
        for group, least in zip(self.candidates[groups], cheapest, strict=True):
            least[:] = self.cells[group[0]]
            for colour in group[1:]:
                np.minimum(least, self.cells[colour], out=least)
        return self._floored(cheapest, slice(None))

    def unbeaten(self, groups: np.ndarray, cheapest: np.ndarray, rivals: int) -> np.ndarray:
        """Which groups, bool [groups, N], none of each cell's cheapest colours beats or equals at every pixel."""
        group_of = np.empty(len(self.candidates), np.intp)
        group_of[groups] = np.arange(len(groups))[:, None]
        left = np.ones((len(groups), len(self.every)), bool)
        for rival in np.argpartition(self.sums, rivals - 1, axis=0)[:rivals]:
            own = group_of[rival]
            costs = self._floored(self.cells[self.candidates[rival], :, self.every].T, slice(None))
            beaten = (cheapest >= costs).all(axis=1)
            # Of two that cost the same everywhere one must stay: only what is still there beats others.
            beaten &= left[own, self.every] & (np.arange(len(groups))[:, None] != own)
            left &= ~beaten
        return left

    def promising(self, groups: np.ndarray, cheapest: np.ndarray) -> np.ndarray:
        """Which groups, bool [groups, N], are in a set of groups with a chance against the best set of colours from
        the most promising one, which becomes the best found yet."""
        sets = np.array(list(itertools.combinations(range(len(groups)), self.count)))
        bounds = set_costs(cheapest, tuple(map(tuple, sets.tolist())))
        each = groups.shape[1]
        places = tuple(itertools.product(*(range(n * each, (n + 1) * each) for n in range(self.count))))
        listed = groups[sets[bounds.argmin(axis=0)]].reshape(len(self.every), -1).T
        self.improve(listed, places, self.every)
        within = np.zeros((len(groups), len(sets)), np.float32)
        within[sets.T, np.arange(len(sets))] = 1
        return np.asarray(within @ (bounds < self.totals) > 0)

    def _floored(self, costs: np.ndarray, some: np.ndarray | slice) -> np.ndarray:
        return costs if self.floor is None else np.minimum(costs, self.floor[:, some], out=costs)


def _alike(sums: np.ndarray, count: int) -> np.ndarray:
    """Colours in groups of those that cost about the same in each cell, [count, colours in each], by their costs
    [C, N]; some colours stand in a group more than once to fill it up.

    Each part is halved, between the two of its colours that are about the furthest apart, until there are enough.
    """
    colours, cells = sums.shape
    if count == colours:
        return np.arange(colours)[:, None]
    samples = sums[:, :: -(-cells // 64)].astype(np.float64)
    parts = [np.arange(colours)]
    while len(parts) < count:
        halves = []
        for part in parts:
            here = samples[part]
            one = ((here - here[0]) ** 2).sum(axis=1)
            other = ((here - here[one.argmax()]) ** 2).sum(axis=1)
            far = ((here - here[other.argmax()]) ** 2).sum(axis=1)
            order = part[(other - far).argsort(kind="stable")]
            halves += [order[: len(order) // 2], order[len(order) // 2 :]]
        parts = halves
    return np.array([np.resize(part, max(map(len, parts))) for part in parts])
