"""Bringing a dithered picture down to so many different tiles where each place picks a given sub-palette with its tile.

By looks, as `clustering_dithered.py`. Two dots of other colours, closer or farther apart, may give the same from afar:
what single dots are away counts less here, lest places settle for two colours that are near each other and near the
picture's, and mix to neither.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.bars import PRICE, Bars
from pixelstyle.screens.solving.tiles.clustering import cut_tiles, different, keep_most_missed
from pixelstyle.screens.solving.tiles.looks import looks, medoids, unlike
from pixelstyle.screens.solving.tiles.recolouring import in_tiles

_EYE, _DOTS = 1.0, 0.07
"""Of six photos (Kodak) with Floyd-Steinberg best near and far; the others have not been looked at for it."""


def recoloured_dithered(
    native: NativePicture, picture: np.ndarray, metric: str, bars: Bars | None, codes: np.ndarray
) -> NativePicture:
    """The picture with no more tiles than its mode allows, for each place the one that looks most like `picture` there,
    sRGB [H, W, 3], in any colours that some place has, and has its `bars`; `codes` are its numbers, uint8 [H, W]."""
    rule, held, grid = native.mode.tiles, native.subpalettes, native.subpalette_map
    assert rule is not None and held is not None and grid is not None
    tiles = different(cut_tiles(codes, rule.size), flips=False)
    near = looks(cut_tiles(picture, rule.size), metric, _EYE, _DOTS)
    where = None if bars is None else cut_tiles(bars.where, rule.size).reshape(len(near), -1).astype(np.float32)
    colours = native.palette.srgb()
    costs = np.full((len(near), len(tiles)), np.inf, np.float32)
    rows = np.zeros(costs.shape, np.intp)
    for row in _with_colours_of(held, np.unique(grid)):
        paid = unlike(near, looks(colours[held[row]][tiles], metric, _EYE, _DOTS))
        if bars is not None and where is not None:
            wrong = (native.palette.bytes()[held[row]] != np.array(bars.colour, np.uint8)).any(axis=1)
            paid += np.float32(PRICE) * (where @ wrong[tiles].reshape(len(tiles), -1).T.astype(np.float32))
        less = paid < costs
        costs[less], rows[less] = paid[less], row
    kept = medoids(costs, keep_most_missed(np.arange(len(tiles)), costs, rule.limit))
    best = kept[costs[:, kept].argmin(axis=1)]
    return in_tiles(native, tiles[best], rows[np.arange(len(best)), best], codes)


def _with_colours_of(held: np.ndarray, used: np.ndarray) -> list[int]:
    """The numbers of the sub-palettes that have the same colours as one of those that are used, in any order."""
    sets = [frozenset(row.tolist()) for row in held]
    wanted = {sets[row] for row in used}
    return [row for row, colours in enumerate(sets) if colours in wanted]
