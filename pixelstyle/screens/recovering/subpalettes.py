"""Which sub-palettes a picture must have had, when only its indices are known (a PNG): a packing, not an optimisation.

The colours of each cell, less the shared ones, must all be in one of a few small sets. The search is depth-first and
gives up after so many steps: real pictures take few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, combinations_with_replacement, islice

import numpy as np

from pixelstyle.screens.checking.packing_by_row import pack_by_row
from pixelstyle.screens.checking.packing_search import search_packing
from pixelstyle.screens.mode import SubPalettes
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.recovering.tile_shapes import flat_cells, shape_count
from pixelstyle.screens.recovering.tiles import arranged, row_of

Colours = frozenset[int]

_MOST_STEPS = 3_000_000
"""Comparisons of sets of colours: about a second. A picture made for its machine takes a few thousand."""
_FEW_STEPS = 100_000
"""The same where sub-palettes are large and a search from elsewhere follows."""
_MOST_FILLINGS = 4
"""Ways of packing beside the same shared colours that are worth a look where tiles are limited."""


def pack_subpalettes(native: NativePicture, rule: SubPalettes) -> NativePicture | None:
    """The picture with `subpalettes` and `subpalette_map` that give its indices; None where none are found."""
    cells = flat_cells(native.indices, rule.cell)
    grid = [[frozenset(np.unique(cell).tolist()) for cell in row] for row in cells]
    if rule.by_row:
        return _in_rows(native, rule, grid)
    used = Counter(colour for row in grid for colours in row for colour in colours)
    sets = {colours for row in grid for colours in row}
    packings = _packings(
        sets, used, rule, _MOST_STEPS if native.mode.choice is None or native.mode.tiles else _FEW_STEPS
    )
    tiles = native.mode.tiles
    if tiles is not None and shape_count(native.indices, tiles) <= tiles.limit:
        found = arranged(native, rule, tiles, _filled_up(packings, rule))
        return None if found is None else replace(native, subpalettes=found[0], subpalette_map=found[1])
    packed = next(packings, None) or search_packing(sets, used, rule)
    if packed is None:
        return None
    shared, bins = packed
    first = [
        [next(n for n, held in enumerate(bins) if colours - held <= set(shared)) for colours in row] for row in grid
    ]
    bins = bins + [frozenset()] * (rule.count - len(bins))
    held = np.array([row_of(shared, tuple(sorted(own)), rule.size) for own in bins], np.uint8)
    return replace(native, subpalettes=held, subpalette_map=np.array(first, np.uint8))


def _in_rows(native: NativePicture, rule: SubPalettes, grid: list[list[Colours]]) -> NativePicture | None:
    """The same where some sub-palettes are a row of cells' own."""
    used = {(row, column): colours for row, line in enumerate(grid) for column, colours in enumerate(line)}
    bins, number = pack_by_row(used, rule, len(grid))
    if len(number) < len(used):
        return None
    held = np.array([row_of((), tuple(sorted(colours)), rule.size) for colours in bins], np.uint8)
    chosen = np.zeros((len(grid), len(grid[0])), np.uint8)
    for place, n in number.items():
        chosen[place] = n
    return replace(native, subpalettes=held, subpalette_map=chosen)


def _packings(
    sets: set[Colours], popularity: Counter[int], rule: SubPalettes, most_steps: int
) -> Iterator[tuple[tuple[int, ...], list[Colours]]]:
    """Shared colours, and at most rule.count sets of at most rule.size, that together hold each of the sets."""
    steps = [most_steps]
    by_popularity = [colour for colour, _ in popularity.most_common()]
    for shared in combinations(by_popularity, min(rule.shared, len(by_popularity))):
        rest = sorted({colours - set(shared) for colours in sets}, key=lambda s: (-len(s), sorted(s)))
        if len(rest[0]) > rule.size:
            continue
        steps[0] -= len(rest) ** 2 // 2
        largest = [s for n, s in enumerate(rest) if not any(s <= other for other in rest[:n])]
        padded = shared + shared[-1:] * (rule.shared - len(shared))
        for bins in islice(_fillings(largest, [], rule, steps), _MOST_FILLINGS):
            yield padded, bins
        if steps[0] <= 0:
            return


def _filled_up(
    packings: Iterator[tuple[tuple[int, ...], list[Colours]]], rule: SubPalettes
) -> Iterator[tuple[tuple[int, ...], list[Colours]]]:
    """The packings with rule.count sub-palettes each: those to spare repeat others, which may stand in another
    order."""
    for shared, bins in packings:
        for again in combinations_with_replacement(bins or [frozenset()], rule.count - len(bins)):
            yield shared, [*bins, *again]


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
