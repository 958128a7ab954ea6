"""The checker's rules about sub-palettes and tiles."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np

from pixelstyle.screens.mode import ScreenMode, SubPalettes, Tiles

Colours = frozenset[int]
Place = tuple[int, int]

_MOST_TRIES = 20_000
"""Steps of the search for a packing, for each choice of shared colours; a machine's picture rarely takes a hundred."""


def cells_of(indices: np.ndarray, cell: tuple[int, int]) -> dict[Place, Colours]:
    """The colours in each cell, by (row, column)."""
    width, height = cell
    return {
        (y // height, x // width): frozenset(np.unique(indices[y : y + height, x : x + width]).tolist())
        for y in range(0, indices.shape[0], height)
        for x in range(0, indices.shape[1], width)
    }


def misfits(used: dict[Place, Colours], subpalettes: np.ndarray, chosen: np.ndarray, rule: SubPalettes) -> list[Place]:
    """The cells that show colours which the sub-palette they claim does not have; every cell, if there are too
    many."""
    if len(subpalettes) > rule.count or subpalettes.shape[1] > rule.shared + rule.size:
        return sorted(used)
    if any(len(set(subpalettes[:, slot].tolist())) > 1 for slot in range(rule.shared)):
        return sorted(used)
    held = [frozenset(row.tolist()) for row in subpalettes]
    return [place for place, colours in sorted(used.items()) if not colours <= held[chosen[place]]]


def pack(used: dict[Place, Colours], rule: SubPalettes) -> tuple[Colours, list[Colours]] | None:
    """Shared colours and sub-palettes' own such that every cell finds all its colours in one; None when there are
    none.

    Shared colours are tried in the order of how many cells show them, each choice with a search that tries harder
    than any real picture needs.
    """
    for shared in _shared_choices(used, rule):
        rest = {colours - shared for colours in used.values()}
        if all(len(colours) <= rule.size for colours in rest):
            packed = _packed(_largest(rest), rule)
            if packed is not None:
                return shared, packed
    return None


def unpackable(used: dict[Place, Colours], rule: SubPalettes) -> list[Place]:
    """The cells that are left over when the others' colours have been put into sub-palettes; [] when all fit.

    If no packing is perfect, those that the best of the simple ones (largest cells first) leaves over.
    """
    if pack(used, rule) is not None:
        return []
    fewest: list[Place] = sorted(used)
    for shared in _shared_choices(used, rule):
        rest = {place: colours - shared for place, colours in used.items()}
        left, bins = [], list[Colours]()
        for place, colours in sorted(rest.items(), key=lambda item: (-len(item[1]), item[0])):
            fitting = [n for n, held in enumerate(bins) if len(held | colours) <= rule.size]
            if fitting:
                nearest = max(fitting, key=lambda n: len(bins[n] & colours))
                bins[nearest] |= colours
            elif len(bins) < rule.count and len(colours) <= rule.size:
                bins.append(colours)
            else:
                left.append(place)
        if len(left) < len(fewest):
            fewest = sorted(left)
    return fewest


def _shared_choices(used: dict[Place, Colours], rule: SubPalettes) -> list[Colours]:
    """Every choice of shared colours, those that most cells show first."""
    popularity = Counter(colour for colours in used.values() for colour in colours)
    by_popularity = [colour for colour, _ in popularity.most_common()]
    return [frozenset(c) for c in combinations(by_popularity, min(rule.shared, len(by_popularity)))]


def _largest(sets: set[Colours]) -> list[Colours]:
    """Those that are part of no other, the largest first."""
    ordered = sorted(sets, key=lambda colours: (-len(colours), sorted(colours)))
    kept: list[Colours] = []
    for colours in ordered:
        if not any(colours <= other for other in kept):
            kept.append(colours)
    return kept


def _packed(sets: list[Colours], rule: SubPalettes) -> list[Colours] | None:
    """The sets in rule.count bins of rule.size colours each; None when no way was found.

    Depth-first, the most constrained set next.
    """
    tries = 0

    def place(left: list[Colours], bins: list[Colours]) -> list[Colours] | None:
        nonlocal tries
        left = [colours for colours in left if not any(colours <= held for held in bins)]
        if not left:
            return bins
        tries += 1
        if tries > _MOST_TRIES:
            return None
        fitting = [[n for n, held in enumerate(bins) if len(held | colours) <= rule.size] for colours in left]
        number = min(range(len(left)), key=lambda n: (len(fitting[n]), -len(left[n])))
        colours, where = left[number], fitting[number]
        others = left[:number] + left[number + 1 :]
        for n in sorted(where, key=lambda n: -len(bins[n] & colours)):
            packed = place(others, [*bins[:n], bins[n] | colours, *bins[n + 1 :]])
            if packed is not None:
                return packed
        return place(others, [*bins, colours]) if len(bins) < rule.count else None

    return place(sets, [])


def tile_count(codes: np.ndarray, rule: Tiles, exact: bool) -> int:
    """How many different tiles a picture, uint8 [H, W], is made of.

    Not `exact`: the codes are not known to be numbers within sub-palettes, and tiles of the same shapes in other
    colours count as one, so that there are at least as many as this.
    """
    width, height = rule.size
    seen = set()
    for y in range(0, codes.shape[0], height):
        for x in range(0, codes.shape[1], width):
            tile = codes[y : y + height, x : x + width]
            views = [tile, tile[:, ::-1], tile[::-1], tile[::-1, ::-1]] if rule.flips else [tile]
            seen.add(min(_key(view, exact) for view in views))
    return len(seen)


def _key(tile: np.ndarray, exact: bool) -> bytes:
    flat = tile.ravel().tolist()
    if exact:
        return bytes(flat)
    names: dict[int, int] = {}
    return bytes(names.setdefault(colour, len(names)) for colour in flat)


def numbers_within(mode: ScreenMode, indices: np.ndarray, subpalettes: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Each pixel's number in its cell's sub-palette, uint8 [H, W]; the first where a colour stands in it twice."""
    assert mode.subpalettes is not None
    width, height = mode.subpalettes.cell
    rows, columns = np.indices(indices.shape)
    held = subpalettes[chosen[rows // height, columns // width]]
    return np.asarray((held == indices[..., None]).argmax(axis=2).astype(np.uint8))
