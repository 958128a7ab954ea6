"""Bringing a picture down to so many different tiles.

Like k-means, with the places on the screen for points and tiles for centres. What a tile costs at a place is known
exactly, from what each of its pixels' numbers costs there, so that each place takes the tile that suits it best and
each tile becomes, pixel by pixel, the best for all its places. Both steps lower the total. The start is what is left
when, of all the different tiles, the one that is missed least has been given up again and again.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.cells import cut_cells, lay_cells
from pixelstyle.screens.mode import Tiles

_ROUNDS = 12
MERGED = "tiles_merged"


def merge_tiles(codes: np.ndarray, costs: np.ndarray, rule: Tiles) -> np.ndarray:
    """Numbers within the sub-palettes, uint8 [H, W], with at most `rule.limit` different tiles.

    codes: uint8 [H, W], the best numbers without a limit. costs: float32 [H, W, S], what each of the numbers 0..S-1
    costs at each pixel. A picture that is within the limit comes back as it is.
    """
    at_place = cut_tiles(costs, rule.size)
    tiles = different(cut_tiles(codes, rule.size), rule.flips)
    if len(tiles) <= rule.limit:
        return codes
    tiles = keep_most_missed(tiles, _place_costs(at_place, tiles, rule.flips).min(axis=0), rule.limit)
    total = np.inf
    for _ in range(_ROUNDS):
        ways = _place_costs(at_place, tiles, rule.flips)
        way = ways.min(axis=2).argmin(axis=0)
        tile = ways.min(axis=0).argmin(axis=1)
        now = float(ways.min(axis=0).min(axis=1).sum(dtype=np.float64))
        if now >= total:
            break
        total, best = now, (tiles, tile, way)
        tiles = _best_tiles(at_place, tiles, tile, way)
    tiles, tile, way = best
    return lay(mirrored(tiles[tile], way), codes.shape)


def merged_tiles(before: np.ndarray, after: np.ndarray, rule: Tiles) -> dict[str, int]:
    """How many different tiles fewer there are in numbers [H, W] than before, as what a picture brings beside its
    pixels; nothing where they are as they were."""
    if before is after or (before == after).all():
        return {}
    one, two = (len(different(cut_tiles(codes, rule.size), rule.flips)) for codes in (before, after))
    return {MERGED: one - two}


def cut_tiles(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A picture [H, W, ...] as its tiles, row by row: [N, h, w, ...]."""
    cells = cut_cells(picture, size)
    return cells.reshape(-1, *cells.shape[2:])


def lay(tiles: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Tiles [N, h, w], row by row, as a picture [H, W] of this shape."""
    height, width = tiles.shape[1:]
    return lay_cells(tiles.reshape(shape[0] // height, shape[1] // width, height, width))


def different(cut: np.ndarray, flips: bool) -> np.ndarray:
    """The different ones of tiles [N, h, w], of mirror images only one."""
    return np.unique(upright(cut, flips)[0], axis=0).reshape(-1, *cut.shape[1:])


def upright(cut: np.ndarray, flips: bool) -> tuple[np.ndarray, np.ndarray]:
    """Tiles, uint8 [N, h, w], each as that of its views which comes first in dictionary order, [N, h * w], and the
    view's number, intp [N]: with flips it stands for all four."""
    views = np.stack([view.reshape(len(cut), -1) for view in views_of(cut, flips)])
    if not flips:
        return views[0], np.zeros(len(cut), np.intp)
    keys = np.stack([np.ascontiguousarray(view + 1).view(f"S{view.shape[1]}")[:, 0] for view in views])
    view = keys.argmin(axis=0)
    return views[view, np.arange(len(cut))], view


def views_of(tiles: np.ndarray, flips: bool) -> list[np.ndarray]:
    """Tiles [N, h, w, ...] as they are and, with flips, mirrored across, down and both."""
    return [tiles, tiles[:, :, ::-1], tiles[:, ::-1], tiles[:, ::-1, ::-1]] if flips else [tiles]


def mirrored(tiles: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Each of the tiles [N, h, w, ...] in the view of that number, which is its own inverse."""
    views = np.stack(views_of(tiles, flips=bool(way.any())))
    return np.asarray(views[way, np.arange(len(tiles))])


def _place_costs(at_place: np.ndarray, tiles: np.ndarray, flips: bool) -> np.ndarray:
    """What each tile costs at each place in each view: float32 [views, places, tiles]."""
    places, numbers = at_place.shape[0], at_place.shape[3]
    shown = (tiles[..., None] == np.arange(numbers)).reshape(len(tiles), -1).astype(np.float32)
    return np.stack([view.reshape(places, -1) @ shown.T for view in views_of(at_place, flips)])


def keep_most_missed(tiles: np.ndarray, costs: np.ndarray, limit: int) -> np.ndarray:
    """The `limit` tiles that are left when the one whose places lose least without it goes first; costs [places,
    tiles]."""
    costs = costs.copy()
    order = np.argpartition(costs, 1, axis=1)[:, :2]
    pair = np.take_along_axis(costs, order, axis=1)
    order = np.where(pair[:, :1] <= pair[:, 1:], order, order[:, ::-1])
    kept = np.ones(len(tiles), bool)
    rows = np.arange(len(costs))
    for _ in range(len(tiles) - limit):
        loss = costs[rows, order[:, 1]] - costs[rows, order[:, 0]]
        missed = np.bincount(order[:, 0], loss, minlength=len(tiles))
        missed[~kept] = np.inf
        gone = int(missed.argmin())
        kept[gone] = False
        costs[:, gone] = np.inf
        stale = (order == gone).any(axis=1)
        near = np.argpartition(costs[stale], 1, axis=1)[:, :2]
        pair = np.take_along_axis(costs[stale], near, axis=1)
        order[stale] = np.where(pair[:, :1] <= pair[:, 1:], near, near[:, ::-1])
    return np.asarray(tiles[kept])


def _best_tiles(at_place: np.ndarray, tiles: np.ndarray, tile: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Each tile as it suits the places that use it best; one that nobody uses stays."""
    totals = np.zeros((len(tiles), *at_place.shape[1:]), np.float64)
    np.add.at(totals, tile, mirrored(at_place, way))
    best: np.ndarray = totals.argmin(axis=3).astype(np.uint8)
    unused = np.bincount(tile, minlength=len(tiles)) == 0
    best[unused] = tiles[unused]
    return best
