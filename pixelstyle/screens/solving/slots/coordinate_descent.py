"""Slots with too many sets of colours to try them all: exchange, level by level, until nothing gets better.

The picture's own slots change one at a time, each to the best of all colours beside everything else that is held.
The cells change all their slots at once, to the best set for each. Every step is exact in
what it decides and is only taken where it lowers the total. (Plus/4 multicolour: 2 of 121 colours for the picture
and 2 for each cell.)
"""

from __future__ import annotations

import math

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.screens.cells import spread
from pixelstyle.screens.solving.set_costs import split_cells
from pixelstyle.screens.solving.slots.branch_and_bound import best_sets, with_next_best
from pixelstyle.screens.solving.slots.exhaustive import Held
from pixelstyle.screens.solving.slots.levels import Level

_ROUNDS = 12


def exchange_slots(costs: np.ndarray, picture: Level | None, cells: tuple[Level, ...]) -> Held:
    """The colours to hold, as `exhaustive.search` gives them, at a local optimum of the total of costs [H, W, K].

    From the better of two starts: the picture's slots filled first, or the cells'. Raises PixelStyleError for groups of
    colours.
    """
    levels = ((picture,) if picture else ()) + cells
    if any(level.groups for level in levels):
        raise PixelStyleError("Groups of colours can only be solved for cells with fewer possible sets of colours.")
    orders = [range(len(levels))] + ([range(len(levels) - 1, -1, -1)] if picture and cells else [])
    split = [split_cells(costs, level.cell) for level in levels]
    exchanges = [_Exchange(costs, levels, split, order) for order in orders]
    exchanges[-1].converge()  # what begins with the cells starts worse and ends better more often than not
    best = min(exchanges, key=lambda exchange: exchange.total)
    best.converge()
    best.fill_idle()
    return best.held


class _Exchange:
    """One run of the search from one start."""

    def __init__(self, costs: np.ndarray, levels: tuple[Level, ...], cells: list[np.ndarray], order: range) -> None:
        self.costs, self.levels, self.cells = costs, levels, cells
        self.height, self.width, self.colours = costs.shape
        self.held: Held = []
        for level in levels:
            across, down = -(-self.width // level.cell[0]), -(-self.height // level.cell[1])
            self.held.append(np.zeros((down, across, level.count), np.uint8))
        self.paid: dict[tuple[int, int], np.ndarray] = {}
        """[H, W]: what each pixel would pay for the colour that a slot (level, number) holds; only for slots filled
        yet."""
        self.total = math.inf
        self.order = order
        self.converged = False
        for depth in order:
            self._improve(depth)

    def converge(self) -> None:
        """Improve level after level until that brings next to nothing."""
        for _ in range(0 if self.converged else _ROUNDS):
            before = self.total
            for depth in self.order:
                self._improve(depth)
            if self.total >= before * (1 - 1e-3) if before > 0 else self.total >= before:
                break
        self.converged = True

    def fill_idle(self) -> None:
        """Let slots that their cell could do without hold what its pixels would take to next."""
        for depth, level in enumerate(self.levels):
            if self._in_one_go(depth):
                held = self.held[depth].reshape(-1, level.count).astype(np.intp)
                candidates, floor = np.array(level.choices[0]), self._floor(depth, set(range(level.count)))
                filled = with_next_best(self.cells[depth], held, candidates, floor)
                self.held[depth] = filled.astype(np.uint8).reshape(self.held[depth].shape)

    def _in_one_go(self, depth: int) -> bool:
        """Whether all slots of a level's cells are filled at once: those that can hold any of the same colours."""
        level = self.levels[depth]
        return self.cells[depth].shape[2] > 1 and len(set(level.choices)) == 1 and len(level.choices[0]) >= level.count

    def _improve(self, depth: int) -> None:
        level = self.levels[depth]
        if self._in_one_go(depth):
            self._best_for_each(depth)
        else:
            for slot in range(level.count):
                self._exchange(depth, slot)

    def _floor(self, depth: int, but: set[int]) -> np.ndarray:
        """What each pixel would cost without some slots of a level, laid out as that level's cells: [P, N]."""
        floor = np.full((self.height, self.width), 1e30, np.float32)
        for (number, slot), paid in self.paid.items():
            if number != depth or slot not in but:
                np.minimum(floor, paid, out=floor)
        return np.asarray(split_cells(floor[..., None], self.levels[depth].cell)[0])

    def _exchange(self, depth: int, slot: int) -> None:
        """The best colour for one slot of every area of a level, beside all else."""
        level = self.levels[depth]
        choices = [c for c, n in zip(level.choices, level.counts, strict=True) for _ in range(n)][slot]
        cells, floor = self.cells[depth], self._floor(depth, {slot})
        totals, least = np.empty((len(choices), cells.shape[2]), np.float32), np.empty_like(floor)
        for row, colour in enumerate(choices):  # one by one: what they are compared with stays in the cache
            totals[row] = np.minimum(cells[colour], floor, out=least).sum(axis=0)
        self._take(depth, [slot], np.array(choices, np.uint8)[totals.argmin(axis=0)][:, None], totals.min(axis=0))

    def _best_for_each(self, depth: int) -> None:
        """The best set for each cell, beside all else."""
        level, candidates = self.levels[depth], np.array(self.levels[depth].choices[0])
        floor = self._floor(depth, set(range(level.count)))
        chosen, totals = best_sets(self.cells[depth], level.count, candidates, floor)
        self._take(depth, list(range(level.count)), chosen.astype(np.uint8), totals)

    def _take(self, depth: int, slots: list[int], colours: np.ndarray, totals: np.ndarray) -> None:
        """Hold colours [N, len(slots)] in the areas where their totals [N] are less than what is paid there now."""
        level = self.levels[depth]
        held = self.held[depth].reshape(-1, level.count)
        better = np.ones(len(held), bool)
        if all((depth, slot) in self.paid for slot in slots):
            better = totals < self._floor(depth, set()).sum(axis=0)
        for column, slot in enumerate(slots):
            held[better, slot] = colours[better, column]
            here = spread(held[:, slot].reshape(self.held[depth].shape[:2]), level.cell, self.height, self.width)
            self.paid[depth, slot] = np.take_along_axis(self.costs, here[..., None].astype(np.intp), axis=2)[..., 0]
        self.held[depth] = held.reshape(self.held[depth].shape)
        self.total = float(self._floor(depth, set()).sum(dtype=np.float64))
