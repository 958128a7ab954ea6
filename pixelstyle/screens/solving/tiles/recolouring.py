"""Bringing a picture down to so many different tiles where each place picks one of many given sub-palettes, too.

As `clustering.py`, but that each place takes its tile and its sub-palette together: a pattern that lies in two colours
here may lie in any other two there, and in the same two the other way round.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.subpalettes.solve import pixel_numbers
from pixelstyle.screens.solving.tiles.clustering import cut_tiles, different, keep_most_missed, lay, merged_tiles

_ROUNDS = 30


def merge_recoloured(native: NativePicture, costs: np.ndarray) -> NativePicture:
    """The picture with no more tiles than its mode allows, under costs [H, W, K]; as it is if it has no more."""
    tiles, grid = native.mode.tiles, native.subpalette_map
    assert tiles is not None and grid is not None
    before, _ = pixel_numbers(native, costs)
    start = different(cut_tiles(before, tiles.size), flips=False)
    if len(start) <= tiles.limit:
        return native
    places = Places.of(native, costs)
    now = keep_most_missed(start, places.cheapest(start)[0], tiles.limit)
    total = np.inf
    for _ in range(_ROUNDS):
        paid, rows = places.cheapest(now)
        tile = paid.argmin(axis=1)
        reached = float(paid.min(axis=1).sum(dtype=np.float64))
        if reached >= total:
            break
        total, best = reached, (now[tile], rows[np.arange(len(tile)), tile])
        now = places.best_tiles(now, tile, best[1])
    return in_tiles(native, *best, before)


def in_tiles(native: NativePicture, tiles: np.ndarray, rows: np.ndarray, before: np.ndarray) -> NativePicture:
    """The picture with these tiles at its places, uint8 [P, h, w], each in the sub-palette of that number, intp [P];
    `before` are the numbers that it had within its sub-palettes, uint8 [H, W]."""
    rule, held, grid = native.mode.tiles, native.subpalettes, native.subpalette_map
    assert rule is not None and held is not None and grid is not None
    codes = lay(tiles, before.shape)
    places = np.arange(len(tiles))[:, None, None]
    return replace(
        native,
        indices=lay(held[rows][places, tiles], before.shape),
        subpalette_map=rows.reshape(grid.shape).astype(np.uint8),
        codes=codes,
        extra=native.extra | merged_tiles(before, codes, rule),
    )


class Places:
    """What the places of a screen pay for their pixels' colours."""

    def __init__(self, costs: np.ndarray, rows: np.ndarray) -> None:
        """costs: float32 [P, pixels, K]. rows: intp [R, S], what each of the sub-palettes holds."""
        self._costs = costs
        self._rows = rows
        whole = np.sort(rows, axis=1)
        self._used = np.flatnonzero((whole[:, 1:] != whole[:, :-1]).all(axis=1))
        """Those that hold no colour twice, if there are such: in others a tile does not say what is seen."""
        if not len(self._used):
            self._used = np.arange(len(rows))

    @classmethod
    def of(cls, native: NativePicture, costs: np.ndarray) -> Places:
        """Of a picture's screen and sub-palettes, costs [H, W, K]."""
        assert native.subpalettes is not None and native.mode.tiles is not None
        cut = cut_tiles(costs, native.mode.tiles.size)
        return cls(cut.reshape(len(cut), -1, cut.shape[-1]), native.subpalettes.astype(np.intp))

    def cheapest(self, tiles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For tiles [T, h, w], at each place: what each costs in the sub-palette that suits it best, float32 [P, T],
        and the number of that, intp [P, T]."""
        flat = tiles.reshape(len(tiles), -1)
        by_colour = np.ascontiguousarray(self._costs.transpose(2, 0, 1))
        parts = [by_colour @ (flat == number).T.astype(np.float32) for number in range(self._rows.shape[1])]
        best = np.full(parts[0].shape[1:], np.inf, np.float32)
        rows = np.zeros(best.shape, np.intp)
        for row in self._used:
            paid = sum((part[colour] for part, colour in zip(parts, self._rows[row], strict=True)), np.float32(0))
            less = paid < best
            best = np.where(less, paid, best)
            rows[less] = row
        return best, rows

    def best_tiles(self, tiles: np.ndarray, tile: np.ndarray, row: np.ndarray) -> np.ndarray:
        """Each of the tiles [T, h, w] as it suits the places that show it, whose tiles and sub-palettes are the numbers
        `tile` and `row`, [P]; one that none shows stays."""
        by_number = np.take_along_axis(self._costs, self._rows[row][:, None], axis=2)
        totals = np.zeros((len(tiles), *by_number.shape[1:]), np.float64)
        np.add.at(totals, tile, by_number)
        best: np.ndarray = totals.argmin(axis=2).astype(np.uint8).reshape(tiles.shape)
        unused = np.bincount(tile, minlength=len(tiles)) == 0
        best[unused] = tiles[unused]
        return best
