"""Choosing sub-palettes for the picture: which cells share one, and which of the machine's colours it holds.

As in `solving.subpalettes.clustering`, cells choose sub-palettes and sub-palettes choose colours, in turn; but the
colours come from a whole lattice of bits (SNES: 32,768), so that each sub-palette is clustered and exchanged like a
palette of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.screens.cells import cut_cells, pad_to_cells
from pixelstyle.screens.choosing.colours import choose_colours, histogram
from pixelstyle.screens.choosing.exchange import exchange
from pixelstyle.screens.choosing.gamut import Gamut, squared
from pixelstyle.screens.mode import SubPalettes

_ROUNDS = 6


def choose_subpalettes(
    picture: np.ndarray,
    rule: SubPalettes,
    gamut: Gamut,
    locked: np.ndarray,
    rows: Sequence[np.ndarray] = (),
    down: int = 0,
) -> np.ndarray:
    """uint8 [shared + count * size, 3]: the shared colours, then each sub-palette's own.

    picture: sRGB [H, W, 3] 0..1. locked: uint8 [L, 3]: the first of them are shared colours, the rest stand first in
    every sub-palette. rows: uint8 [L, 3] each: what the first sub-palettes have of their own, all or the first few. The
    best total of a few rounds is kept, so that more rounds never make it worse. Where some are a row of cells' own
    (`rule.by_row`), those that all rows have are chosen with them, round by round; `down` says after how many rows the
    next of several pictures begins that are to have them together, one below the other (0: it is one).
    """
    shared, for_all = _shared(picture, rule, gamut, locked)
    pinned = [*rows, *[for_all] * (rule.count - len(rows))]
    grid = cut_cells(pad_to_cells(picture, rule.cell), rule.cell)
    cells = grid.reshape(-1, rule.cell[0] * rule.cell[1], 3)
    points = gamut.embed(cells.reshape(-1, 3)).reshape(*cells.shape)
    down = down or len(grid)
    allowed = np.resize(rule.allowed(down), (len(grid), rule.count)).repeat(grid.shape[1], axis=0)
    groups = _all_groups(points, rule, allowed)
    own = [_own(cells[mine], rule, gamut, shared, first) for mine, first in zip(groups, pinned, strict=True)]
    best, best_total = own, np.inf
    paid = np.full((rule.count, len(cells)), np.inf)
    rated, served = [np.empty(0)] * rule.count, [np.empty(0)] * rule.count
    for _ in range(_ROUNDS):
        for number, row in enumerate(own):
            if row is not rated[number]:
                rated[number], mine = row, allowed[:, number]
                paid[number, mine] = _cell_costs(points[mine], np.concatenate([shared, row]), gamut)
        member, total = paid.argmin(axis=0), float(paid.min(axis=0).sum())
        if total >= best_total * (1 - 1e-4):
            break
        best, best_total = own, total
        own = []
        for number, row in enumerate(best):
            mine = member == number
            if not mine.any():  # nobody's: let it serve those that are served worst
                worst = np.where(allowed[:, number], paid.min(axis=0), -1.0)
                mine = np.argsort(-worst, kind="stable")[: -(-len(cells) // rule.count)]
                own.append(_own(cells[mine], rule, gamut, shared, pinned[number]))
                served[number] = np.empty(0)
                continue
            if np.array_equal(mine, served[number]):  # then nothing helps any more
                own.append(row)
                continue
            served[number] = mine
            srgb, weights = histogram(cells[mine])
            begun, held = np.concatenate([shared, row]), len(shared) + len(pinned[number])
            moved = exchange(begun, held, srgb, gamut.embed(srgb), weights.astype(np.float32), gamut)
            own.append(moved[len(shared) :])
    return np.concatenate([shared, *(_dark_to_light(row, len(first)) for row, first in zip(best, pinned, strict=True))])


def _dark_to_light(row: np.ndarray, pinned: int) -> np.ndarray:
    """The row with what is not pinned from dark to light: a tile then serves in several sub-palettes, and whoever has
    the picture's pixels only finds the order again."""
    lightness = srgb_to_oklab(row[pinned:] / 255)[:, 0]
    return np.concatenate([row[:pinned], row[pinned:][np.argsort(lightness, kind="stable")]])


def _shared(picture: np.ndarray, rule: SubPalettes, gamut: Gamut, locked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The shared colours, and what is pinned to the front of every sub-palette."""
    if not rule.shared:
        return locked[:0], locked
    if len(locked) >= rule.shared:
        return locked[: rule.shared], locked[rule.shared :]
    srgb, weights = histogram(picture)
    # What most of the picture needs: the heaviest few of a small palette for all of it.
    few = choose_colours(srgb, weights, max(8, 2 * rule.shared), gamut, locked)
    nearest = squared(gamut.embed(srgb), gamut.embed(few / 255)).argmin(axis=0)
    load = np.bincount(nearest, weights, minlength=len(few))
    load[: len(locked)] = np.inf
    return few[np.argsort(-load, kind="stable")[: rule.shared]], locked[:0]


def _all_groups(points: np.ndarray, rule: SubPalettes, allowed: np.ndarray) -> list[np.ndarray]:
    """The cells for which each sub-palette is chosen first, by number, of those that may use it: of the whole picture
    for those of all rows, of a row for its own."""
    common = int(allowed.all(axis=0).sum())
    parts = [(np.arange(len(points)), common)] if common else []
    parts += [(np.flatnonzero(allowed[:, n]), rule.by_row) for n in range(common, rule.count, rule.by_row or 1)]
    groups = []
    for cells, count in parts:
        member = _first_groups(points[cells], count)
        groups += [cells[member == number] for number in range(count)]
    return groups


def _first_groups(points: np.ndarray, count: int) -> np.ndarray:
    """Cells [N, P, 3] in groups of similar mean and spread, by k-means from far-apart cells: intp [N]."""
    profile = np.concatenate([points.mean(axis=1), points.std(axis=1)], axis=1)
    centres = profile[[int(((profile - profile.mean(axis=0)) ** 2).sum(axis=1).argmax())]]
    while len(centres) < count:
        apart = squared(profile, centres).min(axis=0)
        centres = np.concatenate([centres, profile[[int(apart.argmax())]]])
    for _ in range(15):
        member = squared(profile, centres).argmin(axis=0)
        for number in np.unique(member):
            centres[number] = profile[member == number].mean(axis=0)
    return np.asarray(squared(profile, centres).argmin(axis=0))


def _own(cells: np.ndarray, rule: SubPalettes, gamut: Gamut, shared: np.ndarray, pinned: np.ndarray) -> np.ndarray:
    """A sub-palette's own colours for some cells, the pinned ones first."""
    kept = np.concatenate([shared, pinned])
    if not len(cells):
        return np.resize(kept if len(kept) else gamut.snap(np.zeros((1, 3))), (rule.size, 3))
    srgb, weights = histogram(cells)
    chosen = choose_colours(srgb, weights, rule.shared + rule.size, gamut, kept)[rule.shared :]
    return chosen if len(chosen) == rule.size else np.resize(chosen, (rule.size, 3))  # a list may have fewer


def _cell_costs(points: np.ndarray, colours: np.ndarray, gamut: Gamut) -> np.ndarray:
    """What each cell costs in one sub-palette: [N]."""
    found = squared(points.reshape(-1, 3), gamut.embed(colours / 255)).min(axis=0)
    return np.asarray(found.reshape(len(points), -1).sum(axis=1))
