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
        if len(largest[0]) <= rule.size:
            bins = _searched(largest, np.ones((len(largest), rule.count), bool), rule.size)
            if max(map(len, bins)) <= rule.size:
                return shared, [held for held in bins if held]
    return None


def search_rows(rows: list[list[Colours]], rule: SubPalettes) -> list[Colours]:
    """What rule.count sub-palettes may have held, where some are a row of cells' own, for the sets of each row: with
    more than rule.size colours where the search has ended before it found any that do."""
    offered = rule.allowed(len(rows))
    sets = [(colours, offered[row]) for row, mine in enumerate(rows) for colours in mine]
    many = Counter(colours for colours, _ in sets)
    sets.sort(key=lambda pair: (-len(pair[0]), -many[pair[0]], sorted(pair[0])))
    return _searched([colours for colours, _ in sets], np.array([may for _, may in sets], bool), rule.size)


def _searched(sets: list[Colours], may: np.ndarray, size: int) -> list[Colours]:
    """For each sub-palette what the sets that are in it have together, at the end of the search: at most `size` where
    all went well. `may`, bool [sets, count]: into which each set may go."""
    every = sorted(frozenset[int]().union(*sets))
    has = np.array([[colour in colours for colour in every] for colours in sets], np.float32)
    member = np.zeros(len(sets), np.intp)
    counts = np.zeros((may.shape[1], len(every)), np.float32)
    for n, colours in enumerate(has):
        sizes = ((counts + colours) > 0).sum(axis=1)
        grown = sizes - (counts > 0).sum(axis=1) + 100 * np.maximum(sizes - size, 0)
        member[n] = int(np.where(may[n], grown, np.iinfo(np.intp).max).argmin())
        counts[member[n]] += colours
    rng = np.random.default_rng(0)
    barred = np.zeros(may.shape, np.intp)
    rows = np.arange(len(sets))
    for step in range(_STEPS):
        held = (counts > 0).sum(axis=1)
        excess = np.maximum(held - size, 0)
        if not excess.any():
            break
        less = (has * (counts[member] == 1)).sum(axis=1)
        more = has @ (counts == 0).astype(np.float32).T
        relief = excess[member] - np.maximum(held[member] - less - size, 0)
        price = np.maximum(held + more - size, 0) - excess - relief[:, None] + 0.01 * (more - less[:, None])
        price[rows, member] = np.inf
        price[barred > step] = np.inf
        price[~may] = np.inf
        price[excess[member] == 0] += 0.5  # what stands where there is room moves only to make some
        price += 0.005 * rng.random(price.shape)
        moved, place = np.unravel_index(int(price.argmin()), price.shape)
        barred[moved, member[moved]] = step + rng.integers(*_TENURE)
        counts[member[moved]] -= has[moved]
        counts[place] += has[moved]
        member[moved] = place
    return [frozenset(colour for colour, n in zip(every, row, strict=True) if n) for row in counts]
