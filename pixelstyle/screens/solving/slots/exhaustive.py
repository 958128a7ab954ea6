"""Exact search over the colours that slots hold: shared by the picture, by coarse cells, and by fine cells."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pixelstyle.screens.cells import lay_cells
from pixelstyle.screens.solving.set_costs import Sets, set_costs, split_cells
from pixelstyle.screens.solving.slots.levels import Level, maximal

_MAX_WORK = 1_500_000_000
"""Pixels times sets beyond which a full search would take seconds; one core does about 5 * 10^9 a second."""
_MAX_SETS = 300_000
_ANY = (0, 0)

Held = list[np.ndarray]
"""For each level the colours its areas hold, in slot order: uint8 [areas down, areas across, slots]."""


@dataclass(frozen=True)
class _Plan:
    """What to evaluate, worked out once for a mode."""

    unions: Sets
    """Sorted sets of all the colours that a fine cell can show."""
    shared: tuple[tuple[int, ...], ...]
    coarse: tuple[tuple[int, ...], ...]
    fine: tuple[tuple[int, ...], ...]
    rows: tuple[tuple[np.ndarray, ...], ...]
    """[shared][coarse]: the unions that are possible with them,"""
    picks: tuple[tuple[np.ndarray, ...], ...]
    """and the fine set which makes each."""


def exact_work(picture: Level | None, cells: tuple[Level, ...], pixels: int) -> float:
    """About how many pixel minima a full search takes; infinite when it would not fit into memory either."""
    combinations = (picture.set_count() if picture else 1) * math.prod(level.set_count() for level in cells)
    return math.inf if combinations > _MAX_SETS else combinations * pixels


def is_exact(picture: Level | None, cells: tuple[Level, ...], pixels: int) -> bool:
    """Whether `search` can try every set for these levels: one or two levels of cells, below the picture's own."""
    return 1 <= len(cells) <= 2 and exact_work(picture, cells, pixels) <= _MAX_WORK


@lru_cache(maxsize=64)
def _plan(picture: Level | None, cells: tuple[Level, ...]) -> _Plan:
    shared = picture.sets() if picture else ((),)
    coarse = cells[0].sets() if len(cells) == 2 else ((),)
    fine = cells[-1].sets()
    fine_sets = [frozenset(pick) for pick in fine]
    numbers: dict[frozenset[int], int] = {}
    rows, picks = [], []
    for above in shared:
        row_of, pick_of = [], []
        for middle in coarse:
            outer = frozenset(above + middle)
            made: dict[frozenset[int], int] = {}
            for number, pick in enumerate(fine_sets):
                made.setdefault(outer | pick, number)
            kept = maximal(made)
            row_of.append(np.array([numbers.setdefault(union, len(numbers)) for union in kept]))
            pick_of.append(np.array([made[union] for union in kept]))
        rows.append(row_of)
        picks.append(tuple(pick_of))
    length = max(map(len, numbers))
    padded = [tuple(sorted(union)) + (max(union),) * (length - len(union)) for union in numbers]
    order = sorted(range(len(padded)), key=padded.__getitem__)
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    return _Plan(
        tuple(padded[number] for number in order),
        shared,
        coarse,
        fine,
        tuple(tuple(place[row] for row in row_of) for row_of in rows),
        tuple(picks),
    )


def search(costs: np.ndarray, picture: Level | None, cells: tuple[Level, ...], pairs: bool = False) -> Held:
    """The colours to hold that make the sum of costs least: the picture level's (if any), then each cell level's.

    costs: [H, W, K], or, with `pairs`, [H, W, K (K + 1) / 2] for mixtures of two colours (see `pair_costs`). Tries
    every set; of equally good ones it takes the first, so that the result depends on nothing but the costs.
    """
    plan = _plan(None if picture is None else replace(picture, cell=_ANY), cells)  # one for pictures of every size
    height, width, _ = costs.shape
    coarse_cell, fine_cell = cells[0].cell, cells[-1].cell
    inside = (coarse_cell[0] // fine_cell[0], coarse_cell[1] // fine_cell[1])
    totals = set_costs(split_cells(costs, coarse_cell, fine_cell), plan.unions, pairs)
    count = totals.shape[1] // math.prod(inside)  # of coarse cells

    best_total, best_shared, coarse_pick = math.inf, 0, np.zeros(count, np.intp)
    for number, rows in enumerate(plan.rows):
        least = np.full(count, np.inf, np.float32)
        pick = np.zeros(count, np.intp)
        for middle, row in enumerate(rows):
            of_coarse = totals[row].min(axis=0).reshape(count, -1).sum(axis=1)
            better = of_coarse < least
            least[better], pick[better] = of_coarse[better], middle
        total = float(least.sum(dtype=np.float64))
        if total < best_total:
            best_total, best_shared, coarse_pick = total, number, pick

    fine_pick = np.empty((count, math.prod(inside)), np.intp)
    totals = totals.reshape(len(plan.unions), count, -1)
    for middle in np.unique(coarse_pick):
        here = coarse_pick == middle
        row = plan.rows[best_shared][middle]
        fine_pick[here] = plan.picks[best_shared][middle][totals[np.ix_(row, here)].argmin(axis=0)]

    down, across = -(-height // coarse_cell[1]), -(-width // coarse_cell[0])
    fine_grid = lay_cells(fine_pick.reshape(down, across, inside[1], inside[0]))
    fine_grid = fine_grid[: -(-height // fine_cell[1]), : -(-width // fine_cell[0])]
    held: Held = []
    if picture:
        held.append(np.array(plan.shared[best_shared], np.uint8)[None, None])
    if len(cells) == 2:
        held.append(np.array(plan.coarse, np.uint8)[coarse_pick.reshape(down, across)])
    held.append(np.array(plan.fine, np.uint8)[fine_grid])
    return held
