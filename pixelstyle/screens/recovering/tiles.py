"""Sub-palettes for a picture of few tiles: equal shapes in different colours are one tile only if the colours stand in
the same order, and a cell that fits several sub-palettes is best where its tiles are there already.

Every order of every sub-palette is looked at by the tiles of cells that fit but one; the likeliest are gone through
with all cells, each moved to where it adds fewest tiles until none moves. Whatever keeps to the limit is good enough.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, permutations, product

import numpy as np

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.screens.mode import SubPalettes, Tiles
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.recovering.tile_orders import aligned_orders
from pixelstyle.screens.recovering.tile_shapes import flat_cells, numbered_tiles, tiles_of_cells

Colours = frozenset[int]
Choice = tuple[int, list[int]]
"""A sub-palette, and a cell's tiles in it."""
Choices = list[list[Choice]]
_Start = tuple[Choices, list[int], list[Choice], int]
"""The cells' choices, which cells have several, what each has at first, and how many tiles that takes."""
Arrangement = tuple[np.ndarray, np.ndarray]
"""Sub-palettes, uint8 [count, shared + size], and each cell's, uint8 [cells down, cells across]."""

_MOST_ORDERS = 2_000
"""Ways of ordering all sub-palettes that are worth trying: those of the NES are 6 ** 3, the first staying as it is."""
_MOST_PACKINGS = 8
_LIKELIEST = 12
_TRIES = (8_000, _LIKELIEST + 1), (80_000, 4)
"""Moves and picks, for those that are over the limit still."""
_LAST_MOVES, _LAST_PICKS, _THROWS, _NEAR = 200_000, 2, 10, 8
"""Moves, picks and throws of the dice for the packing that comes nearest, where it is so few tiles over the limit."""
_HOT, _MOVES_A_CELL = 0.7, 1_000
_STEEPNESSES = tuple(np.linspace(0.2, 8.0, 30).tolist())


def arranged(
    native: NativePicture,
    rule: SubPalettes,
    tiles: Tiles,
    packings: Iterable[tuple[tuple[int, ...], list[Colours]]],
) -> Arrangement | None:
    """The first arrangement within the tile limit, else the one of fewest tiles; None without packings.

    packings: shared colours, and a set of colours for each sub-palette, with which every cell finds its own in one.
    """
    lightness = srgb_to_oklab(native.palette.srgb())[:, 0].tolist()
    looked_at: list[_Packing] = []
    many = math.factorial(rule.size) ** (rule.count - 1) > _MOST_ORDERS
    for (shared, bins), aligned in product(islice(packings, _MOST_PACKINGS), (False, True) if many else (None,)):
        packing = _Packing(native.indices, rule, tiles, shared, bins, lightness, aligned)
        for moves, several in _TRIES:
            if not packing.within:
                packing.look(moves, several)
        if packing.within:
            return packing.arrangement()
        looked_at.append(packing)
    if not looked_at:
        return None
    best = min(looked_at, key=lambda packing: packing.fewest)
    # One of them has to do: with each throw of the dice for all, a picture of many tiles would take half a minute.
    if best.fewest <= tiles.limit + _NEAR:
        best.look(_LAST_MOVES, _LAST_PICKS, _THROWS)
    return best.arrangement()


def row_of(shared: tuple[int, ...], order: tuple[int, ...], size: int) -> list[int]:
    """A sub-palette's entries; those left idle (-1, or missing at the end) hold its first colour."""
    padded = [*shared, *order, *[-1] * (size - len(order))]
    first = next((entry for entry in padded if entry >= 0), 0)
    return [first if entry < 0 else entry for entry in padded]


@dataclass
class _Option:
    """One sub-palette for one cell: `tiles`, [ways], are the numbers of its tiles by that sub-palette's order."""

    palette: int
    tiles: list[list[int]]


class _Packing:
    """One way of packing, of which orders and cells are still open."""

    def __init__(
        self,
        indices: np.ndarray,
        rule: SubPalettes,
        tiles: Tiles,
        shared: tuple[int, ...],
        bins: list[Colours],
        lightness: list[float],
        aligned: bool | None,
    ) -> None:
        """`aligned`: where there are too many orders to go through, the one that follows from the tiles' shapes, not
        from dark to light; None where all orders are gone through."""
        self.rule, self.limit, self.shared = rule, tiles.limit, shared
        dark_first = [sorted(held, key=lambda k: (lightness[k] if aligned is False else 0.0, k)) for held in bins]
        self.orders = [(*held, *[-1] * (rule.size - len(held))) for held in dark_first]
        self.ways = list(permutations(range(rule.size))) if aligned is None else [tuple(range(rule.size))]
        cells = flat_cells(indices, rule.cell)
        self.shape = cells.shape[:2]
        self.options: list[list[_Option]] = [[] for _ in range(cells.shape[0] * cells.shape[1])]
        fits = [np.isin(cells, [*shared, *held]).all(axis=2).reshape(-1) for held in bins]
        per_cell = tiles_of_cells(indices, rule.cell, tiles)
        if aligned:
            first = np.stack(fits).argmax(axis=0)
            self.orders = aligned_orders([per_cell[first == n] for n in range(len(bins))], self.orders, tiles)
        made, owners = [], []
        for number, fitting in enumerate(fits):
            for way in self.ways:
                row = np.array(row_of(shared, self._ordered(number, way), rule.size))
                made.append((per_cell[fitting][..., None] == row).argmax(axis=-1).astype(np.uint8))
            owners.append(np.flatnonzero(fitting))
        ids = numbered_tiles(made, tiles)
        for number, here in enumerate(owners):
            of_ways = np.stack(ids[number * len(self.ways) : (number + 1) * len(self.ways)], axis=1).tolist()
            for cell, by_way in zip(here.tolist(), of_ways, strict=True):
                self.options[cell].append(_Option(number, by_way))

        self.tried: list[tuple[int, tuple[int, ...], list[int]]] = []
        self.starts: dict[tuple[int, ...], _Start] = {}
        self.picks = self._likeliest(lightness)

    @property
    def fewest(self) -> int:
        """The fewest tiles found so far."""
        return min(self.tried)[0]

    @property
    def within(self) -> bool:
        """Whether these are within the limit."""
        return bool(self.tried) and self.fewest <= self.limit

    def look(self, moves: int, several: int, throws: int = 1) -> None:
        """Looks at the first several picks, so many times with so many moves each, until one is within the limit."""
        for seed, pick in product(range(throws), self.picks[:several]):
            palettes, count = self._settled(pick, moves, seed)
            self.tried.append((count, pick, palettes))
            if count <= self.limit:
                break
        self.picks = list(dict.fromkeys(pick for _, pick, _ in sorted(self.tried)))

    def arrangement(self) -> Arrangement:
        """That of the fewest tiles."""
        _, best, chosen = min(self.tried)
        ordered = [self._ordered(number, self.ways[way]) for number, way in enumerate(best)]
        held = np.array([row_of(self.shared, order, self.rule.size) for order in ordered], np.uint8)
        return held, np.array(chosen, np.uint8).reshape(self.shape)

    def _likeliest(self, lightness: list[float]) -> list[tuple[int, ...]]:
        """The orders that are worth a look, the likeliest first, for a palette of this lightness."""
        picks = [(0, *rest) for rest in product(range(len(self.ways)), repeat=len(self.orders) - 1)]
        if len(picks) <= _LIKELIEST:
            return picks
        sure = [options[0] for options in self.options if len(options) == 1]
        unsure = [options for options in self.options if len(options) > 1]

        def promise(pick: tuple[int, ...]) -> int:
            seen = {tile for option in sure for tile in option.tiles[pick[option.palette]]}
            missing = (min(len({*o.tiles[pick[o.palette]]} - seen) for o in options) for options in unsure)
            return len(seen) + sum(missing)

        return [self._by_lightness(lightness), *sorted(picks, key=promise)[:_LIKELIEST]]

    def _by_lightness(self, lightness: list[float]) -> tuple[int, ...]:
        """The way of each sub-palette in which its colours are as dark beside each other as the first one's: how our
        own solver has them."""

        def ranks(order: tuple[int, ...]) -> list[int]:
            light = [lightness[colour] if colour >= 0 else math.inf for colour in order]
            return [sorted(light).index(value) for value in light]

        first = ranks(self.orders[0])
        found = ((ranks(self._ordered(number, way)) for way in self.ways) for number in range(len(self.orders)))
        return tuple(next((n for n, row in enumerate(rows) if row == first), 0) for rows in found)

    def _ordered(self, number: int, way: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(self.orders[number][place] for place in way)

    def _settled(self, pick: tuple[int, ...], moves: int, seed: int) -> tuple[list[int], int]:
        """Each cell's sub-palette when the orders are these, and how many tiles that takes."""
        if pick not in self.starts:
            self.starts[pick] = self._started(pick)
        options, unsure, best, fewest = self.starts[pick]
        if fewest > self.limit and unsure:
            best, fewest = self._annealed(options, unsure, best, moves, seed)
        return [palette for palette, _ in best], fewest

    def _started(self, pick: tuple[int, ...]) -> _Start:
        """Where every throw of the dice begins when the orders are these: by prices that grow steeper."""
        options = _undominated(
            [[(o.palette, [*{*o.tiles[pick[o.palette]]}]) for o in of_cell] for of_cell in self.options]
        )
        uses = Counter(tile for of_cell in options for _, tiles in of_cell for tile in tiles)
        now = [max(of_cell, key=lambda o: sum(uses[t] for t in o[1]) / len(o[1])) for of_cell in options]
        uses = Counter(tile for _, tiles in now for tile in tiles)
        unsure = [cell for cell, of_cell in enumerate(options) if len(of_cell) > 1]
        best, fewest = now, len(uses)
        for steepness in _STEEPNESSES:
            # What a tile costs that others use, too: the less the more they are, so that those of few die out.
            price = [(1 + others) ** -steepness for others in range(len(options) + 1)]
            for cell in unsure:
                for tile in now[cell][1]:
                    uses[tile] -= 1
                now[cell] = min(options[cell], key=lambda o: sum([price[uses[tile]] for tile in o[1]]))
                for tile in now[cell][1]:
                    uses[tile] += 1
            count = sum(number > 0 for number in uses.values())
            if count < fewest:
                best, fewest = list(now), count
        return options, unsure, best, fewest

    def _annealed(
        self, options: Choices, unsure: list[int], start: list[Choice], moves: int, seed: int
    ) -> tuple[list[Choice], int]:
        """By moves at random, worse ones too as long as it is hot, until the limit is kept; the same each time."""
        now, best = list(start), list(start)
        uses = Counter(tile for _, tiles in now for tile in tiles)
        count = fewest = len(uses)
        dice = random.Random(seed)  # noqa: S311 - no secret hangs on it
        moves = min(moves, _MOVES_A_CELL * len(unsure))
        for step in range(moves):
            cell = unsure[int(dice.random() * len(unsure))]
            before, after = now[cell], options[cell][int(dice.random() * len(options[cell]))]
            if before is after:
                continue
            for tile in before[1]:
                uses[tile] -= 1
            more = sum([not uses[tile] for tile in after[1]]) - sum([not uses[tile] for tile in before[1]])
            if more > 0 and dice.random() >= math.exp(-more / (_HOT * (1 - step / moves))):
                after, more = before, 0
            now[cell] = after
            for tile in after[1]:
                uses[tile] += 1
            count += more
            if count < fewest:
                best, fewest = list(now), count
                if fewest <= self.limit:
                    break
        return best, fewest


def _undominated(options: Choices) -> Choices:
    """Each cell's choices less those that can only add tiles: to the tiles that there are in any case, another of the
    cell's adds nothing that they do not."""
    left = list(options)
    there = {tile for of_cell in left if len(of_cell) == 1 for tile in of_cell[0][1]}
    unsure = [cell for cell, of_cell in enumerate(left) if len(of_cell) > 1]
    while unsure:
        for cell in unsure:
            kept: list[tuple[Choice, set[int]]] = []
            for choice in left[cell]:
                adds = {*choice[1]} - there
                if not any(other <= adds for _, other in kept):
                    kept = [one for one in kept if not adds <= one[1]] + [(choice, adds)]
            left[cell] = [choice for choice, _ in kept]
        now_sure = [cell for cell in unsure if len(left[cell]) == 1]
        there |= {tile for cell in now_sure for tile in left[cell][0][1]}
        if not now_sure:
            break
        unsure = [cell for cell in unsure if len(left[cell]) > 1]
    return left
