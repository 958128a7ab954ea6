"""Bringing a dithered picture down to so many different tiles: those that look alike from a little distance are one.

Pixel by pixel, no two dithers of the same grey are near each other, and what such costs leave over is the loudest of
the picture and no faces. Here a tile costs at a place what its colours, blurred as an eye blurs dots, are away from the
picture's, and a little of what the dots themselves are away. Tiles are kept by k-medoids: all are ones that the dither
made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pixelstyle.screens.cells import spread
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.bars import PRICE, Bars
from pixelstyle.screens.solving.tiles.clustering import (
    MERGED,
    cut_tiles,
    different,
    keep_most_missed,
    lay,
    mirrored,
    views_of,
)
from pixelstyle.screens.solving.tiles.looks import looks, medoids, unlike
from pixelstyle.screens.solving.tiles.recolouring_dithered import recoloured_dithered


def merge_dithered(
    native: NativePicture,
    picture: np.ndarray,
    metric: str,
    bars: Bars | None = None,
    stays: np.ndarray | None = None,
) -> NativePicture:
    """The picture with no more tiles than its mode allows, for each place the one that looks most like `picture`
    there, sRGB [H, W, 3], and has its `bars` and the pixels that stay as they are, bool [H, W]; as it is if it has no
    more."""
    mode = native.mode
    assert mode.tiles is not None
    (width, height), flips = mode.tiles.size, mode.tiles.flips
    codes, held, cells = native.indices, np.arange(len(native.palette))[None], None
    if mode.subpalettes is not None:
        assert native.subpalettes is not None and native.subpalette_map is not None
        codes = (native.choices() == native.indices[..., None]).argmax(axis=2).astype(np.uint8)
        held, cells = native.subpalettes, native.subpalette_map
    tiles = different(cut_tiles(codes, mode.tiles.size), flips)
    if len(tiles) <= mode.tiles.limit:
        return native if cells is None else replace(native, codes=codes)
    if stays is None and mode.recolours:
        return recoloured_dithered(native, picture, metric, bars, codes)
    number = np.zeros(len(codes) // height * (codes.shape[1] // width), np.intp)
    if cells is not None and mode.subpalettes is not None:
        number = spread(cells, mode.subpalettes.cell, *codes.shape)[::height, ::width].reshape(-1)
    ways = _costs(cut_tiles(picture, mode.tiles.size), tiles, native.palette.srgb()[held], number, metric, flips)
    if bars is not None:
        ways += _spoilt(bars, mode.tiles.size, views_of(tiles, flips), native.palette.bytes()[held], number)
    if stays is not None and stays.any():
        ways += _moved(cut_tiles(stays, mode.tiles.size), cut_tiles(codes, mode.tiles.size), views_of(tiles, flips))
    extra = native.extra | {MERGED: len(tiles) - mode.tiles.limit}
    costs = ways.min(axis=0)
    kept = medoids(costs, keep_most_missed(np.arange(len(tiles)), costs, mode.tiles.limit))
    best = kept[costs[:, kept].argmin(axis=1)]
    way = ways[:, np.arange(len(best)), best].argmin(axis=0)
    codes = lay(mirrored(tiles[best], way), codes.shape)
    indices = np.take_along_axis(native.choices(), codes[..., None].astype(np.intp), axis=2)[..., 0]
    return replace(native, indices=indices, codes=None if cells is None else codes, extra=extra)


def _costs(
    wanted: np.ndarray, tiles: np.ndarray, colours: np.ndarray, number: np.ndarray, metric: str, flips: bool
) -> np.ndarray:
    """float32 [views, places, tiles]: what each tile costs at each place, whose sub-palette's `number` [places] names a
    row of `colours` [count, S, 3]; wanted: sRGB [places, h, w, 3]."""
    target = looks(wanted, metric)
    costs = np.empty((len(views_of(tiles, flips)), len(wanted), len(tiles)), np.float32)
    for row in np.unique(number):
        here = np.flatnonzero(number == row)
        near = target[here]
        for view, seen in enumerate(views_of(tiles, flips)):
            costs[view, here] = unlike(near, looks(colours[row][seen], metric))
    return costs


def _spoilt(
    bars: Bars, size: tuple[int, int], views: Sequence[np.ndarray], colours: np.ndarray, number: np.ndarray
) -> np.ndarray:
    """float32 [views, places, tiles]: the price of what each tile would make of the bars at each place; the views are
    tiles [N, h, w] of numbers within the sub-palettes `colours`, uint8 [count, S, 3]."""
    where = cut_tiles(bars.where, size).reshape(len(number), -1).astype(np.float32)
    wrong = (colours != np.array(bars.colour, np.uint8)).any(axis=2)
    found = np.empty((len(views), len(number), len(views[0])), np.float32)
    for row in np.unique(number):
        here = np.flatnonzero(number == row)
        for view, seen in enumerate(views):
            found[view, here] = where[here] @ wrong[row][seen].reshape(len(seen), -1).T.astype(np.float32)
    return np.float32(PRICE) * found


def _moved(stays: np.ndarray, own: np.ndarray, views: Sequence[np.ndarray]) -> np.ndarray:
    """float32 [views, places, tiles]: the price of the pixels [places, h, w] that each tile would change although they
    stay, each place having a tile of its `own`; the views are tiles [N, h, w]."""
    where = stays.reshape(len(own), -1)
    found = np.broadcast_to(where.sum(axis=1, dtype=np.float32)[:, None], (len(views), len(own), len(views[0]))).copy()
    for number in np.unique(own):
        here = (where & (own.reshape(len(own), -1) == number)).astype(np.float32)
        for view, seen in enumerate(views):
            found[view] -= here @ (seen.reshape(len(seen), -1) == number).T.astype(np.float32)
    return np.float32(PRICE) * found
