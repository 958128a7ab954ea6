"""Where a picture has all the tiles that it may: tiles that are given up for those of a stroke."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.screens import NativePicture, Tiles, cut_cells, lay_cells, spread

_CANDIDATES = 48
"""Tiles, those with the fewest places first, that are asked what it would cost to do without them."""


def with_fewer_tiles(picture: NativePicture, rule: Tiles, apart: np.ndarray, dear: np.ndarray) -> NativePicture | None:
    """The picture with no more than `rule.limit` tiles: the ones that are seen least give way to those most alike.

    apart: float32 [K, K], what it costs to show one colour for another. dear: float32 [H, W], how much each pixel
    counts, infinite where nothing may change. None where too few can be given up.
    """
    shape, choices = picture.indices.shape, picture.choices()
    sub = picture.subpalettes is not None
    numbers = (choices == picture.indices[..., None]).argmax(axis=2).astype(np.uint8) if sub else picture.indices
    cut = cut_cells(numbers, rule.size)
    tiles, of_place, counts = np.unique(
        cut.reshape(cut.shape[0] * cut.shape[1], -1), axis=0, return_inverse=True, return_counts=True
    )
    of_place = of_place.ravel()
    excess = len(tiles) - rule.limit
    if excess <= 0:
        return picture
    shown = cut_cells(picture.indices, rule.size).reshape(len(of_place), -1)
    counted = cut_cells(dear, rule.size).reshape(shown.shape)
    palettes = _palettes_of(picture, rule)
    prices = []
    for one in _least_seen(counts, of_place, counted):
        price = np.zeros(len(tiles), np.float32)
        for place in np.flatnonzero(of_place == one):
            instead = tiles if palettes is None else palettes[place][tiles]
            price += (apart[shown[place], instead] * counted[place]).sum(axis=1)
        price[one] = np.inf
        prices.append((one, price))
    given: dict[int, int] = {}
    kept: set[int] = set()
    for one, price in sorted(prices, key=lambda pair: float(pair[1].min())):
        if len(given) == excess or one in kept:
            continue
        price[list(given)] = np.inf
        given[one] = int(price.argmin())
        kept.add(given[one])
    if len(given) < excess:
        return None
    for one, other in given.items():
        of_place[of_place == one] = other
    laid = lay_cells(tiles[of_place].reshape(cut.shape))[: shape[0], : shape[1]]
    if not sub:
        return replace(picture, indices=np.ascontiguousarray(laid))
    indices = np.take_along_axis(choices, laid[..., None].astype(np.intp), axis=2)[..., 0]
    return replace(picture, indices=indices)


def _least_seen(counts: np.ndarray, of_place: np.ndarray, counted: np.ndarray) -> list[int]:
    """The numbers of tiles that may change, those with the fewest places first."""
    held = np.unique(of_place[np.isinf(counted).any(axis=1)])
    order = np.argsort(counts, kind="stable")
    return [int(one) for one in order[~np.isin(order, held)][:_CANDIDATES]]


def _palettes_of(picture: NativePicture, rule: Tiles) -> np.ndarray | None:
    """For each place of a tile the colours of its sub-palette, uint8 [places, entries]."""
    if picture.subpalettes is None or picture.subpalette_map is None or picture.mode.subpalettes is None:
        return None
    height, width = picture.indices.shape
    chosen = spread(picture.subpalette_map[..., None], picture.mode.subpalettes.cell, height, width)[..., 0]
    firsts = chosen[:: rule.size[1], :: rule.size[0]].ravel()
    found: np.ndarray = picture.subpalettes[firsts]
    return found
