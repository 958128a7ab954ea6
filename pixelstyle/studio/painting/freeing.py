"""Where a picture has all the tiles that it may: tiles that are given up for those of a stroke."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pixelstyle.screens import NativePicture, Tiles, cut_cells, lay_cells, spread

Views = tuple[Callable[[np.ndarray], np.ndarray], ...]
_WAYS: Views = (
    lambda tile: tile,
    lambda tile: tile[..., ::-1],
    lambda tile: tile[..., ::-1, :],
    lambda tile: tile[..., ::-1, ::-1],
)
"""How a tile can be seen; each undoes itself."""
_CANDIDATES = 48
"""Tiles, those with the fewest places first, that are asked what it would cost to do without them."""


def with_fewer_tiles(picture: NativePicture, rule: Tiles, apart: np.ndarray, dear: np.ndarray) -> NativePicture | None:
    """The picture with no more than `rule.limit` tiles: the ones that are seen least give way to those most alike, seen
    mirrored where the hardware can mirror them.

    apart: float32 [K, K], what it costs to show one colour for another. dear: float32 [H, W], how much each pixel
    counts, infinite where nothing may change. None where too few can be given up.
    """
    shape, choices = picture.indices.shape, picture.choices()
    sub = picture.subpalettes is not None
    numbers = (choices == picture.indices[..., None]).argmax(axis=2).astype(np.uint8) if sub else picture.indices
    cut = cut_cells(numbers, rule.size)
    views = _WAYS if rule.flips else _WAYS[:1]
    tiles, of_place, turned = _different(cut.reshape(-1, *cut.shape[2:]), views)
    excess = len(tiles) - rule.limit
    if excess <= 0:
        return picture
    shown, counted = (cut_cells(plane, rule.size).reshape(len(of_place), -1) for plane in (picture.indices, dear))
    palettes = _palettes_of(picture, rule)
    if palettes is None:
        palettes = np.broadcast_to(np.arange(len(apart)), (len(of_place), len(apart)))
    candidates = _least_seen(of_place, counted)
    if not candidates:
        return None
    places = np.flatnonzero(np.isin(of_place, candidates))
    paid = apart[shown[places][..., None], palettes[places][:, None]] * counted[places][..., None]
    prices, ways = _prices(tiles, paid, views)
    offers = []
    for one in candidates:
        price = prices[:, of_place[places] == one].sum(axis=1)
        price[one] = np.inf
        offers.append((one, price))
    given: dict[int, int] = {}
    kept: set[int] = set()
    for one, price in sorted(offers, key=lambda pair: float(pair[1].min())):
        if len(given) == excess or one in kept:
            continue
        price[list(given)] = np.inf
        given[one] = int(price.argmin())
        kept.add(given[one])
    if len(given) < excess:
        return None
    for column, place in enumerate(places):
        other = given.get(int(of_place[place]))
        if other is not None:
            of_place[place], turned[place] = other, ways[other, column]
    made = tiles[of_place]
    for number, view in enumerate(views):
        made[turned == number] = view(made[turned == number])
    laid = lay_cells(made.reshape(cut.shape))[: shape[0], : shape[1]]
    if not sub:
        return replace(picture, indices=np.ascontiguousarray(laid))
    indices = np.take_along_axis(choices, laid[..., None].astype(np.intp), axis=2)[..., 0]
    return replace(picture, indices=indices)


def _different(places: np.ndarray, views: Views) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The different tiles among those of all places [n, h, w], of mirror images one: [T, h, w]; which each place has;
    and by which of the views it becomes what stands there."""
    seen = np.concatenate([view(places) for view in views])
    every, ranks = _unique_rows(seen.reshape(len(seen), -1))
    ranks = ranks.reshape(len(views), len(places))
    firsts, of_place = np.unique(ranks.min(axis=0), return_inverse=True)
    return every[firsts].reshape(-1, *places.shape[1:]), of_place.ravel(), ranks.argmin(axis=0)


def _unique_rows(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What np.unique gives for rows, uint8 [n, m], in another order and ten times as fast: by a number for each."""
    weights = np.random.default_rng(0).integers(1, 1 << 63, rows.shape[1], np.uint64)
    _, firsts, numbers = np.unique(rows @ weights, return_index=True, return_inverse=True)
    every = rows[firsts]
    if (every[numbers] == rows).all():
        return every, numbers
    every, numbers = np.unique(rows, axis=0, return_inverse=True)
    return every, numbers.ravel()


def _prices(tiles: np.ndarray, paid: np.ndarray, views: Views) -> tuple[np.ndarray, np.ndarray]:
    """What each of m places pays for each tile [T, h, w], seen the best way, and which way that is: both [T, m].

    paid: float32 [m, pixels, numbers], what its pixels pay for each number.
    """
    count, numbers = len(tiles), paid.shape[2]
    has = (tiles.reshape(count, -1, 1) == np.arange(numbers)).astype(np.float32).reshape(count, -1)
    square = np.moveaxis(paid.reshape(len(paid), *tiles.shape[1:], numbers), 3, 1)
    by_way = []
    for view in views:
        turned = np.moveaxis(view(square), 1, 3).reshape(len(paid), -1)
        by_way.append(has @ turned.T)
    every = np.stack(by_way)
    return every.min(axis=0), every.argmin(axis=0)


def _least_seen(of_place: np.ndarray, counted: np.ndarray) -> list[int]:
    """The numbers of tiles that may change, those with the fewest places first."""
    counts = np.bincount(of_place)
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
