"""The order of sub-palettes' colours by what their tiles look like, where there are too many orders to go through."""

from __future__ import annotations

from collections import Counter

import numpy as np

from pixelstyle.screens.mode import Tiles
from pixelstyle.screens.recovering.tile_shapes import shape_of


def aligned_orders(per_palette: list[np.ndarray], orders: list[tuple[int, ...]], tiles: Tiles) -> list[tuple[int, ...]]:
    """The orders, one after the other such that shapes found in earlier sub-palettes' tiles, too, become the same
    tiles: pairs of colours that stand for each other in most shapes take the same place.

    per_palette: the tiles of each sub-palette's cells, uint8 [cells, tiles in a cell, pixels]. orders: its colours, -1
    for idle ones.
    """
    placed: dict[bytes, list[list[int]]] = {}
    done: list[tuple[int, ...]] = []
    for found, order in zip(per_palette, orders, strict=True):
        shapes = [shape_of(tile, tiles) for tile in np.unique(found.reshape(-1, found.shape[-1]), axis=0)]
        votes: Counter[tuple[int, int]] = Counter()
        for key, colours in shapes:
            for places in placed.get(key, []):
                # Shapes of one colour could be any; those of several tell which colours stand for which.
                votes.update(dict.fromkeys(zip(colours, places, strict=True), 1 if len(colours) == 1 else 100))
        row = _elected(order, votes)
        place_of = {colour: place for place, colour in enumerate(row) if colour >= 0}
        done.append(row)
        for key, colours in shapes:
            if all(colour in place_of for colour in colours):
                placed.setdefault(key, []).append([place_of[colour] for colour in colours])
    return done


def _elected(order: tuple[int, ...], votes: Counter[tuple[int, int]]) -> tuple[int, ...]:
    """A sub-palette's colours, each in the free place for which most (colour, place) votes are; the others, and the
    idle ones (-1), in what places are left."""
    row = [-1] * len(order)
    waiting, free = [colour for colour in order if colour >= 0], set(range(len(order)))
    for (colour, place), _ in votes.most_common():
        if place in free and colour in waiting:
            row[place] = colour
            waiting.remove(colour)
            free.discard(place)
    for colour, place in zip(waiting, sorted(free), strict=False):
        row[place] = colour
    return tuple(row)
