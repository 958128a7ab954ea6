"""Which sub-palettes a picture must have had, when only its indices are known (a PNG): a packing, not an optimisation.

The colours of each cell, less the shared ones, must all be in one of a few small sets. The search is depth-first and
gives up after so many steps: real pictures take few. Where a machine counts tiles, numbers within the sub-palettes
matter too, as equal shapes in different colours are one tile only if the colours stand in the same order.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations, product

import numpy as np

from pixelstyle.screens.mode import SubPalettes, Tiles
from pixelstyle.screens.native import NativePicture, spread

Colours = frozenset[int]

_MOST_STEPS = 3_000_000
"""Comparisons of sets of colours: about a second. A picture made for its machine takes a few thousand."""
_MOST_ORDERS = 2_000
"""Ways of ordering all sub-palettes that are worth trying: those of the NES are 6 ** 3, the first staying as it is."""


def pack_subpalettes(native: NativePicture) -> NativePicture | None:
    """The picture with `subpalettes` and `subpalette_map` that give its indices; None where none are found."""
    rule = native.mode.subpalettes
    assert rule is not None
    cells = _cells(native.indices, rule.cell)
    grid = [[frozenset(np.unique(cell).tolist()) for cell in row] for row in cells]
    found = _packed(
        {colours for row in grid for colours in row}, Counter(c for row in grid for s in row for c in s), rule
    )
    if found is None:
        return None
    shared, bins = found
    bins += [frozenset()] * (rule.count - len(bins))
    fitting = [[[n for n, held in enumerate(bins) if colours - held <= set(shared)] for colours in row] for row in grid]
    chosen = np.array([[where[0] for where in row] for row in fitting], np.uint8)
    orders = [tuple(sorted(held)) for held in bins]
    if native.mode.tiles is not None and math.factorial(rule.size) ** (rule.count - 1) <= _MOST_ORDERS:
        sure = np.array([[len(where) == 1 for where in row] for row in fitting])
        orders = _best_orders(native, shared, orders, chosen, sure)
        _settle(native, shared, orders, chosen, fitting)
    held = np.array([_row(shared, order, rule.size) for order in orders], np.uint8)
    return replace(native, subpalettes=held, subpalette_map=chosen)


def _cells(indices: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """[cells down, cells across, height * width]."""
    (width, height), (lines, columns) = size, indices.shape
    cut = indices.reshape(lines // height, height, columns // width, width).swapaxes(1, 2)
    return cut.reshape(lines // height, columns // width, -1)


def _packed(
    sets: set[Colours], popularity: Counter[int], rule: SubPalettes
) -> tuple[tuple[int, ...], list[Colours]] | None:
    """Shared colours, and at most rule.count sets of at most rule.size, that together hold each of the sets."""
    steps = [_MOST_STEPS]
    by_popularity = [colour for colour, _ in popularity.most_common()]
    for shared in combinations(by_popularity, min(rule.shared, len(by_popularity))):
        rest = sorted({colours - set(shared) for colours in sets}, key=lambda s: (-len(s), sorted(s)))
        if len(rest[0]) > rule.size:
            continue
        steps[0] -= len(rest) ** 2 // 2
        largest = [s for n, s in enumerate(rest) if not any(s <= other for other in rest[:n])]
        bins = next(_fillings(largest, [], rule, steps), None)
        if bins is not None:
            return shared + shared[-1:] * (rule.shared - len(shared)), bins
        if steps[0] <= 0:
            return None
    return None


def _fillings(left: list[Colours], bins: list[Colours], rule: SubPalettes, steps: list[int]) -> Iterator[list[Colours]]:
    """Every way to add the sets to the bins, the set with the fewest possibilities first."""
    left = [colours for colours in left if not any(colours <= held for held in bins)]
    if not left:
        yield bins
        return
    steps[0] -= len(left) * (len(bins) + 1)
    if steps[0] <= 0:
        return
    room = [[n for n, held in enumerate(bins) if len(held | colours) <= rule.size] for colours in left]
    hardest = min(range(len(left)), key=lambda n: (len(room[n]), -len(left[n])))
    others = left[:hardest] + left[hardest + 1 :]
    for n in sorted(room[hardest], key=lambda n: -len(bins[n] & left[hardest])):
        yield from _fillings(others, [*bins[:n], bins[n] | left[hardest], *bins[n + 1 :]], rule, steps)
    if len(bins) < rule.count:
        yield from _fillings(others, [*bins, left[hardest]], rule, steps)


def _row(shared: tuple[int, ...], order: tuple[int, ...], size: int) -> list[int]:
    """A sub-palette's entries; those left idle (-1, or missing at the end) hold its first colour."""
    padded = [*shared, *order, *[-1] * (size - len(order))]
    first = next((entry for entry in padded if entry >= 0), 0)
    return [first if entry < 0 else entry for entry in padded]


def _best_orders(
    native: NativePicture, shared: tuple[int, ...], orders: list[tuple[int, ...]], chosen: np.ndarray, sure: np.ndarray
) -> list[tuple[int, ...]]:
    """Each sub-palette's colours (-1 where a place is idle) in the order that makes fewest different tiles of the cells
    that are `sure` of their sub-palette."""
    rule, tiles = native.mode.subpalettes, native.mode.tiles
    assert rule is not None and tiles is not None
    cut = _cells(native.indices, tiles.size)
    where = _of_tiles(chosen, rule, tiles, cut)
    known = _of_tiles(sure, rule, tiles, cut)
    ways = list(permutations(range(rule.size)))
    padded = [order + (-1,) * (rule.size - len(order)) for order in orders]
    variants = np.stack(
        [_numbers(cut, where, [_row(shared, tuple(o[k] for k in way), rule.size) for o in padded]) for way in ways]
    )
    _, ids = np.unique(variants[:, known].reshape(-1, variants.shape[-1]), axis=0, return_inverse=True)
    ids = ids.reshape(len(ways), -1)
    places, bins = np.arange(ids.shape[1]), where[known]
    counts = {}
    for picks in product(range(len(ways)), repeat=rule.count - 1):
        counts[(0, *picks)] = len(np.unique(ids[np.array((0, *picks))[bins], places]))
    best = min(counts, key=lambda picks: counts[picks])
    return [tuple(order[k] for k in ways[pick]) for order, pick in zip(padded, best, strict=True)]


def _of_tiles(per_cell: np.ndarray, rule: SubPalettes, tiles: Tiles, cut: np.ndarray) -> np.ndarray:
    """What is known per cell, for each of its tiles."""
    cell = (rule.cell[0] // tiles.size[0], rule.cell[1] // tiles.size[1])
    return spread(per_cell, cell, *cut.shape[:2])


def _numbers(cut: np.ndarray, where: np.ndarray, rows: list[list[int]]) -> np.ndarray:
    """Tiles' pixels as numbers within their sub-palettes: the first entry that has the colour."""
    held = np.array(rows)[where]
    return np.asarray((cut[..., None] == held[:, :, None, :]).argmax(axis=3).astype(np.uint8))


def _settle(
    native: NativePicture,
    shared: tuple[int, ...],
    orders: list[tuple[int, ...]],
    chosen: np.ndarray,
    fitting: list[list[list[int]]],
) -> None:
    """Give each cell that fits several sub-palettes the one in which most of its tiles are there already."""
    rule, tiles = native.mode.subpalettes, native.mode.tiles
    assert rule is not None and tiles is not None
    rows = [_row(shared, order, rule.size) for order in orders]
    cut = _cells(native.indices, tiles.size)
    across, down = rule.cell[0] // tiles.size[0], rule.cell[1] // tiles.size[1]

    def shapes(row: int, column: int, number: int) -> set[bytes]:
        part = cut[row * down : (row + 1) * down, column * across : (column + 1) * across]
        found = _numbers(part, np.full(part.shape[:2], number), rows).reshape(across * down, -1)
        return {tile.tobytes() for tile in found}

    seen: set[bytes] = set()
    unsure = []
    for row, column in np.ndindex(*chosen.shape):
        if len(fitting[row][column]) > 1:
            unsure.append((row, column))
        else:
            seen |= shapes(row, column, int(chosen[row, column]))
    for row, column in unsure:
        best = min(fitting[row][column], key=lambda number: len(shapes(row, column, number) - seen))
        chosen[row, column] = best
        seen |= shapes(row, column, best)
