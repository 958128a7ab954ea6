"""Sub-palettes for sets of colours by local search, where going through all ways of packing takes too long.

Every set starts in the sub-palette that it enlarges least; then one set at a time moves to where least colours are too
many, and does not come back for a while (tabu search: Glover, 1989), until every sub-palette has room for its own.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from pixelstyle.screens.mode import SubPalettes

Colours = frozenset[int]

_SHARED = 6
"""So many colours are tried as shared ones, those of most cells first."""
_STEPS = 1_500
_TENURE = (4, 12)


def search_packing(
    sets: set[Colours], popularity: Counter[int], rule: SubPalettes
) -> tuple[tuple[int, ...], list[Colours]] | None:
    """Shared colours, and at most rule.count sets of at most rule.size, that together hold each of the sets; None where
    none are found. Always the same for the same sets; shares at most one colour."""
    if rule.shared > 1:
        return None
    tried: list[tuple[int, ...]] = [()]
    if rule.shared:
        tried = [(colour,) for colour, _ in sorted(popularity.items(), key=lambda pair: (-pair[1], pair[0]))[:_SHARED]]
    for shared in tried:
        rest = sorted({colours - set(shared) for colours in sets}, key=lambda s: (-len(s), sorted(s)))
        largest = [s for n, s in enumerate(rest) if s and not any(s <= other for other in rest[:n])]
        if not largest:
            return shared, [frozenset()]
        if len(largest[0]) <= rule.size and (bins := _searched(largest, rule)) is not None:
            return shared, bins
    return None


def _searched(sets: list[Colours], rule: SubPalettes) -> list[Colours] | None:
    every = sorted(frozenset[int]().union(*sets))
    has = np.array([[colour in colours for colour in every] for colours in sets], np.float32)
    member = np.zeros(len(sets), np.intp)
    counts = np.zeros((rule.count, len(every)), np.float32)
    for n, colours in enumerate(has):
        sizes = ((counts + colours) > 0).sum(axis=1)
        grown = sizes - (counts > 0).sum(axis=1) + 100 * np.maximum(sizes - rule.size, 0)
        member[n] = int(grown.argmin())
        counts[member[n]] += colours
    rng = np.random.default_rng(0)
    barred = np.zeros((len(sets), rule.count), np.intp)
    rows = np.arange(len(sets))
    for step in range(_STEPS):
        held = (counts > 0).sum(axis=1)
        excess = np.maximum(held - rule.size, 0)
        if not excess.any():
            return [frozenset(colour for colour, n in zip(every, row, strict=True) if n) for row in counts if row.any()]
        less = (has * (counts[member] == 1)).sum(axis=1)
        more = has @ (counts == 0).astype(np.float32).T
        relief = excess[member] - np.maximum(held[member] - less - rule.size, 0)
        price = np.maximum(held + more - rule.size, 0) - excess - relief[:, None] + 0.01 * (more - less[:, None])
        price[rows, member] = np.inf
        price[barred > step] = np.inf
        price[excess[member] == 0] += 0.5  # what stands where there is room moves only to make some
        price += 0.005 * rng.random(price.shape)
        moved, place = np.unravel_index(int(price.argmin()), price.shape)
        barred[moved, member[moved]] = step + rng.integers(*_TENURE)
        counts[member[moved]] -= has[moved]
        counts[place] += has[moved]
        member[moved] = place
    return None
