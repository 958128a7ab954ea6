"""Choosing sub-palettes for the picture: which cells share one, and which of the machine's colours it holds.

As in `solving.subpalettes.clustering`, cells choose sub-palettes and sub-palettes choose colours, in turn; but the
colours come from a whole lattice of bits (SNES: 32,768): first as if there were all colours, then exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.screens.cells import cut_cells, pad_to_cells
from pixelstyle.screens.choosing.colours import choose_colours, gathered, histogram
from pixelstyle.screens.choosing.exchange_side_by_side import Points, exchange_side_by_side
from pixelstyle.screens.choosing.gamut import Gamut, squared
from pixelstyle.screens.choosing.subpalettes_start import Start, shared_out
from pixelstyle.screens.mode import SubPalettes
from pixelstyle.screens.solving.subpalettes.in_space import CellsInSpace

_ROUNDS = 12
_FIRST_SWEEPS = 2
_FEW = 16
"""Colours of a list up to which all sets of them can be tried for each sub-palette's first cells, which is better than
to begin as if there were others between them."""
_LEAST_GAIN = 1e-4
"""Part of the error by which a round has to lower it for there to be another."""


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
    first = [np.concatenate([shared, own]) for own in pinned]
    cells = CellsInSpace(gamut.embed(picture), rule.cell)
    srgb = cut_cells(pad_to_cells(picture, rule.cell), rule.cell).reshape(cells.points.shape)
    allowed = np.resize(rule.allowed(down or cells.down), (cells.down, rule.count)).repeat(cells.across, axis=0)
    groups = _all_groups(cells.points, rule, allowed)
    if gamut.listed is not None and len(gamut.listed) <= _FEW:
        colours = np.stack([_out_of(srgb[mine], rule, gamut, held) for mine, held in zip(groups, first, strict=True)])
    else:
        places = [gamut.embed(held / 255) for held in first]
        start = Start(srgb, cells.points, places, rule.shared + rule.size, allowed)
        groups = start.settle(groups)
        colours = gamut.snap(start.colours[..., 5:].reshape(-1, 3)).reshape(rule.count, -1, 3)
        for number, held in enumerate(first):
            colours[number, : len(held)] = held
    seen, paid = _Seen(srgb, cells.points), np.full((rule.count, len(cells)), np.inf, np.float32)
    served: list[np.ndarray] = [np.empty(0, np.intp)] * rule.count
    best, best_total = colours, np.inf
    for turn in range(_ROUNDS):
        changed = [n for n, mine in enumerate(groups) if not np.array_equal(mine, served[n])]
        if changed:
            colours, served = colours.copy(), groups
            colours[changed] = exchange_side_by_side(
                colours[changed],
                [len(first[n]) for n in changed],
                [seen.among(groups[n]) for n in changed],
                gamut,
                1 if turn else _FIRST_SWEEPS,
            )
        for number in changed:
            mine = allowed[:, number]
            paid[number, mine] = cells.costs(gamut.embed(colours[number] / 255), mine)
        total = float(paid.min(axis=0).sum(dtype=np.float64))
        enough = total >= best_total * (1 - _LEAST_GAIN)
        if total < best_total:
            best, best_total = colours, total
        if enough:
            break
        groups, _ = shared_out(paid, allowed)
    own = [_dark_to_light(row[rule.shared :], len(some)) for row, some in zip(best, pinned, strict=True)]
    return np.concatenate([shared, *own])


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
    for those of all rows, of a row for its own; all of them where too few are unlike."""
    common = int(allowed.all(axis=0).sum())
    parts = [(np.arange(len(points)), common)] if common else []
    parts += [(np.flatnonzero(allowed[:, n]), rule.by_row) for n in range(common, rule.count, rule.by_row or 1)]
    groups = []
    for cells, count in parts:
        member = _first_groups(points[cells], count)
        groups += [mine if len(mine := cells[member == number]) else cells for number in range(count)]
    return groups


def _out_of(cells: np.ndarray, rule: SubPalettes, gamut: Gamut, held: np.ndarray) -> np.ndarray:
    """A sub-palette for some cells out of a list's colours, those that it holds first."""
    srgb, weights = histogram(cells)
    chosen = choose_colours(srgb, weights, rule.shared + rule.size, gamut, held)
    others = chosen[len(held) :] if len(chosen) > len(held) else chosen
    return np.concatenate([held, np.resize(others, (rule.shared + rule.size - len(held), 3))])  # a list may have fewer


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


class _Seen:
    """The colours of cells' pixels, both [N, P, 3], gathered as `histogram` does, but each as the mean of where its
    pixels stand in the metric's space: near black that is far from where their mean colour does."""

    def __init__(self, srgb: np.ndarray, points: np.ndarray) -> None:
        self.pixels = np.concatenate([srgb, points], axis=2, dtype=np.float64)
        self.places = gathered(srgb.reshape(-1, 3)).reshape(srgb.shape[:2])

    def among(self, cells: np.ndarray) -> Points:
        """What is to be shown in some cells, intp [n]."""
        places = self.places[cells].ravel()
        totals = np.bincount(places)
        there = totals > 0
        sums = [np.bincount(places, part)[there] for part in self.pixels[cells].reshape(-1, 6).T]
        srgb, points = np.split(np.stack(sums, axis=1) / totals[there, None], 2, axis=1)
        return srgb, points, totals[there]
