"""Where tiles are limited: a stroke that goes to every place of its tile, as in a tile editor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.screens import NativePicture, cut_cells, lay_cells


def repeated(before: NativePicture, after: NativePicture) -> NativePicture:
    """`after`, with every change of a tile made wherever `before` has the same tile in the same colours.

    No picture has more different tiles by that than before, unless two places of one tile were changed differently.
    """
    rule = before.mode.tiles
    assert rule is not None
    old, new = cut_cells(before.indices, rule.size), cut_cells(after.indices, rule.size)
    shape = old.shape
    keys = old.reshape(shape[0] * shape[1], -1)
    fresh = new.reshape(keys.shape).copy()
    maps = None if after.subpalette_map is None else after.subpalette_map.copy()
    of_tile = None if maps is None else _by_tile(after, shape[:2])
    for place in np.flatnonzero((fresh != keys).any(axis=1)):
        alike = (keys == keys[place]).all(axis=1)
        fresh[alike] = fresh[place]
        if maps is not None and of_tile is not None:
            chosen = maps.ravel()[of_tile[place]]
            maps.ravel()[np.unique(of_tile[alike])] = chosen
    return replace(after, indices=lay_cells(fresh.reshape(shape)), subpalette_map=maps)


def _by_tile(picture: NativePicture, tiles: tuple[int, int]) -> np.ndarray:
    """For each tile the number of the cell of sub-palettes in which it lies."""
    rule, cells, tile = picture.mode.subpalettes, picture.subpalette_map, picture.mode.tiles
    assert rule is not None and cells is not None and tile is not None
    rows = np.arange(tiles[0]) * tile.size[1] // rule.cell[1]
    columns = np.arange(tiles[1]) * tile.size[0] // rule.cell[0]
    places: np.ndarray = (rows[:, None] * cells.shape[1] + columns).ravel()
    return places
