"""A multicolour bitmap under sprites: the colours of both.

The background is the one that suits the bitmap best alone. Under it each sprite is tried in the two colours that cost
least when one colour of each of its nine cells may change, with the best colours of its cells for that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.cells import lay_cells
from pixelstyle.screens.mode import ScreenMode, Slots
from pixelstyle.screens.signals.sprites_over import CELL, COLOURS, COLUMNS, EVERY, HIGH, LEFT, OWN, ROWS, WIDE
from pixelstyle.screens.solving.set_costs import split_cells
from pixelstyle.screens.solving.slots.branch_and_bound import best_sets
from pixelstyle.screens.solving.slots.solve import solve_slots

PIXELS = CELL // 2
"""Across a cell."""
_DOWN, _ACROSS = EVERY // CELL, WIDE // CELL
"""Cells down and across a sprite."""
UNDER = slice(0, ROWS * _DOWN), slice(LEFT // CELL, LEFT // CELL + COLUMNS * _ACROSS)
"""The 24 x 24 cells under sprites among all."""
INNER = tuple(slice(cells.start * side, cells.stop * side) for cells, side in zip(UNDER, (CELL, PIXELS), strict=True))
"""Their lines and pixels."""
_TRIED = 2
"""Colours that each sprite is tried in. On six photos all 16 are no better than these."""


def bitmap_alone(mode: ScreenMode) -> ScreenMode:
    """The mode without its sprites: the background and three colours a cell, in pixels of two dots."""
    slots = (Slots(1, name="background"), Slots(OWN, (PIXELS, CELL)))
    return replace(mode, signal=None, width=mode.width // 2, pixel=(2, 1), slots=slots)


def by_sprite(of_cells: np.ndarray) -> np.ndarray:
    """Sums over each sprite's nine cells, [..., 64], of numbers of the cells under sprites, [..., 576]."""
    grid = of_cells.reshape(*of_cells.shape[:-1], ROWS, _DOWN, COLUMNS, _ACROSS)
    return np.asarray(grid.sum(axis=(-3, -1)).reshape(*of_cells.shape[:-1], -1))


def by_cell(of_sprites: np.ndarray) -> np.ndarray:
    """What each sprite has, [64], for each of the cells under sprites, [576]."""
    return of_sprites.reshape(ROWS, COLUMNS).repeat(_DOWN, axis=0).repeat(_ACROSS, axis=1).ravel()


def best_tried(
    likely: np.ndarray, most: int, under: Callable[[int, np.ndarray], tuple[np.ndarray, np.ndarray]]
) -> tuple[np.ndarray, np.ndarray]:
    """The best colours of cells' sprites, intp [576], and of cells, [576, 3], when each sprite is tried in
    the `most` likely colours.

    likely: about what cells cost under sprites of each colour, [16, 576]; under: the best colours of some cells, given
    by number, under sprites of a colour, [N, 3], and what they cost, [N].
    """
    tried = by_sprite(likely).argsort(axis=0, kind="stable")[:most]
    sprites, own = np.zeros(likely.shape[1], np.intp), np.zeros((likely.shape[1], OWN), np.intp)
    least = np.full(tried.shape[1], np.inf)
    for colour in np.unique(tried).tolist():
        some = np.flatnonzero(by_cell((tried == colour).any(axis=0)))
        chosen, paid = np.zeros_like(own), np.full(len(own), np.inf)
        chosen[some], paid[some] = under(colour, some)
        of_sprites = by_sprite(paid)
        better = by_cell(of_sprites < least)
        least = np.minimum(least, of_sprites)
        own[better], sprites[better] = chosen[better], colour
    return sprites, own


def reached_in_cells() -> np.ndarray:
    """Where a sprite can have dots, bool [32, 576]: pixels of cells under sprites, row by row."""
    line = np.arange(ROWS * EVERY).reshape(-1, CELL).T % EVERY
    return (line < HIGH).repeat(PIXELS, axis=0).repeat(COLUMNS * _ACROSS, axis=1)


def solve_over(mode: ScreenMode, costs: np.ndarray, palette: Palette) -> np.ndarray:
    """The colours, uint8 [200, 320], of a low cost, [200, 320, 16], among those that a bitmap under sprites shows: with
    this background and these colours of sprites the lowest."""
    inner = tuple(slice(CELL * cells.start, CELL * cells.stop) for cells in UNDER)
    alone = solve_slots(bitmap_alone(mode), costs[:, ::2] + costs[:, 1::2], palette)
    shown = alone.indices.repeat(2, axis=1)
    background, own = alone.slots
    under = _Under(costs[inner], int(background.ravel()[0]))
    shown[inner] = under.shown(*under.best(own[UNDER].reshape(-1, OWN).astype(np.intp)))
    return shown


class _Under:
    """The cells under sprites: what their pixels, 32 of each of 576, cost."""

    def __init__(self, costs: np.ndarray, background: int) -> None:
        """costs: of dots, [192, 192, 16]."""
        self.background = background
        self.dots = [split_cells(costs[:, dot::2], (PIXELS, CELL)) for dot in range(2)]
        self.reached = reached_in_cells()

    def prices(self, colour: int, some: np.ndarray) -> np.ndarray:
        """What pixels of some cells, by number, cost in each colour where sprites have this one, [16, 32, N]."""
        either = []
        for dots in self.dots:
            costs = dots[:, :, some]
            either.append(np.minimum(costs, np.where(self.reached[:, some], costs[colour], np.inf)))
        return np.asarray(either[0] + either[1])

    def best(self, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The colours of cells' sprites, intp [576], and of cells, [576, 3], beginning with `own` without sprites."""
        candidates = np.delete(np.arange(COLOURS), self.background)

        def under(colour: int, some: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            prices = self.prices(colour, some)
            return best_sets(prices, OWN, candidates, prices[self.background])

        likely = [self._after_one_change(colour, own) for colour in range(COLOURS)]
        return best_tried(np.stack(likely), _TRIED, under)

    def _after_one_change(self, colour: int, own: np.ndarray) -> np.ndarray:
        """What cells cost, [576], under sprites of a colour when one of their own may become any other."""
        every, pixels = np.arange(len(own)), np.arange(CELL * PIXELS)[:, None]
        prices = self.prices(colour, every)
        held = [prices[self.background], *(prices[slot, pixels, every] for slot in own.T)]
        least = np.full(len(every), np.inf, np.float32)
        for slot in range(OWN):
            others = np.minimum.reduce(held[: slot + 1] + held[slot + 2 :])
            np.minimum(least, np.minimum(prices, others).sum(axis=1).min(axis=0), out=least)
        return least

    def shown(self, sprites: np.ndarray, own: np.ndarray) -> np.ndarray:
        """The best colours of dots, uint8 [192, 192], with these of sprites and cells."""
        every, pixels = np.arange(len(own)), np.arange(CELL * PIXELS)[:, None]
        slots = np.column_stack([np.full(len(own), self.background), own]).T
        costs = [dots[slots[:, None], pixels, every] for dots in self.dots]
        above = [np.where(self.reached, dots[sprites, pixels, every], np.inf) for dots in self.dots]
        either = [np.minimum(under, over) for under, over in zip(costs, above, strict=True)]
        slot = (either[0] + either[1]).argmin(axis=0)
        colours = [
            np.where(over < np.take_along_axis(under, slot[None], axis=0)[0], sprites, slots[slot, every])
            for under, over in zip(costs, above, strict=True)
        ]
        cells = np.stack(colours, axis=2).astype(np.uint8).swapaxes(0, 1)
        return lay_cells(cells.reshape(ROWS * _DOWN, COLUMNS * _ACROSS, CELL, CELL))
