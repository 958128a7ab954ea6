"""Which colours the sub-palettes should hold, and which of them each cell should use.

Like k-means, with cells for points and sets of colours for centres: each cell takes the sub-palette in which it
costs least, each sub-palette changes one colour at a time to the one that its cells gain most by. Every step is
exact and lowers the total cost, which is why the search ends; it ends in a local optimum, so that it is run from
more than one start.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.mode import SubPalettes

_ROUNDS = 20


@dataclass
class Arrangement:
    """Sub-palettes and the cells that use them."""

    shared: np.ndarray
    """intp [shared]: the colours in all of them."""
    own: np.ndarray
    """intp [count, size]."""
    member: np.ndarray
    """intp [N]: the sub-palette of each cell."""
    total: float
    """What all cells cost together."""

    def palettes(self) -> np.ndarray:
        """uint8 [count, shared + size]."""
        return np.concatenate([np.tile(self.shared, (len(self.own), 1)), self.own], axis=1).astype(np.uint8)


def search_subpalettes(cells: np.ndarray, rule: SubPalettes, usable: np.ndarray) -> Arrangement:
    """The best arrangement found for `split_cells`' costs [K, P, N], every colour being one of `usable`, intp [U]."""
    held = [*rule.backdrop, *(entry for row in rule.given for entry in row)]
    usable = np.concatenate([usable, np.setdiff1d(np.array(held, np.intp), usable)])
    costs = np.ascontiguousarray(cells[usable])
    starts = [_holding(start(costs, rule), costs, rule, usable) for start in (_by_splitting, _by_similarity)]
    best = min((improve(costs, start, rule) for start in starts), key=lambda arrangement: arrangement.total)
    return Arrangement(usable[best.shared], usable[best.own], best.member, best.total)


def assign(cells: np.ndarray, shared: np.ndarray, own: np.ndarray) -> Arrangement:
    """Each cell, of costs [K, P, N], in the sub-palette in which it costs least: exact."""
    per_palette = np.stack([_cost_in(cells, np.concatenate([shared, row])) for row in own])
    member = per_palette.argmin(axis=0)
    return Arrangement(shared, own, member, float(per_palette.min(axis=0).sum(dtype=np.float64)))


def _holding(found: Arrangement, cells: np.ndarray, rule: SubPalettes, usable: np.ndarray) -> Arrangement:
    """The arrangement with the colours that the rule gives, of cells [K, P, N] in the order of `usable`."""
    if not (rule.backdrop or rule.given):
        return found
    place = {int(entry): at for at, entry in enumerate(usable)}
    shared, own = found.shared.copy(), found.own.copy()
    shared[: len(rule.backdrop)] = [place[entry] for entry in rule.backdrop]
    for number, row in enumerate(rule.given):
        own[number, : len(row)] = [place[entry] for entry in row]
    return assign(cells, shared, own)


def improve(cells: np.ndarray, start: Arrangement, rule: SubPalettes | None = None) -> Arrangement:
    """Exchange colours, but what the rule gives, and reassign cells, of costs [K, P, N], until neither helps; never
    worse than `start`, nor any step than the one before."""
    current = start
    given = () if rule is None else rule.given
    kept = [len(row) for row in given] + [0] * (len(start.own) - len(given))
    for _ in range(_ROUNDS):
        own = np.stack(
            [
                _exchange(cells[:, :, current.member == n], row, current.shared, kept[n])
                for n, row in enumerate(current.own)
            ]
        )
        shared = current.shared if rule is not None and rule.backdrop else _exchange_shared(cells, current, own)
        changed = assign(cells, shared, own)
        if changed.total >= current.total - 1e-6 * abs(current.total):
            return min(current, changed, key=lambda arrangement: arrangement.total)
        current = changed
    return current


def _cost_in(cells: np.ndarray, held: np.ndarray) -> np.ndarray:
    """What each cell costs in one set of colours: [N]."""
    return np.asarray(cells[held].min(axis=0).sum(axis=0))


def _exchange(cells: np.ndarray, held: np.ndarray, beside: np.ndarray, kept: int = 0) -> np.ndarray:
    """`held` with one colour after the other, but the first `kept`, replaced by what is best for these cells."""
    held = held.copy()
    if not cells.shape[2]:
        return held
    flat = cells.reshape(len(cells), -1)
    for slot in range(kept, len(held)):
        rest = np.concatenate([beside, np.delete(held, slot)])
        if len(rest):
            floor = flat[rest].min(axis=0)
            totals = np.minimum(flat, floor).sum(axis=1)
        else:
            totals = flat.sum(axis=1)
        totals[rest] = np.inf  # twice the same colour would waste a slot
        best = int(totals.argmin())
        if totals[best] < totals[held[slot]] or held[slot] in rest:
            held[slot] = best
    return held


def _exchange_shared(cells: np.ndarray, current: Arrangement, own: np.ndarray) -> np.ndarray:
    """The shared colours, one after the other, replaced by what is best for all cells beside their own palettes."""
    shared = current.shared.copy()
    if not len(shared):
        return shared
    floor = np.empty(cells.shape[1:], np.float32)
    for number, row in enumerate(own):
        here = current.member == number
        floor[:, here] = cells[row][:, :, here].min(axis=0)
    return _exchange(np.concatenate([cells, floor[None]]), shared, np.array([len(cells)]))


def _greedy(cells: np.ndarray, size: int, beside: np.ndarray) -> np.ndarray:
    """`size` colours for these cells [K, P, N], each the best beside those before it."""
    flat = cells.reshape(len(cells), -1)
    held: list[int] = []
    for _ in range(size):
        rest = np.concatenate([beside, np.array(held, np.intp)])
        totals = np.minimum(flat, flat[rest].min(axis=0)).sum(axis=1) if len(rest) else flat.sum(axis=1)
        if len(rest) < len(cells):
            totals[rest] = np.inf
        held.append(int(totals.argmin()))
    return np.array(held, np.intp)


def _by_splitting(cells: np.ndarray, rule: SubPalettes) -> Arrangement:
    """One sub-palette for all cells, then each next one for those that are served worst so far."""
    shared = _greedy(cells, rule.shared, np.empty(0, np.intp))
    ideal = cells.min(axis=0).sum(axis=0)
    own = [_greedy(cells, rule.size, shared)]
    share = -(-cells.shape[2] // rule.count)
    for _ in range(1, rule.count):
        paid = np.min([_cost_in(cells, np.concatenate([shared, row])) for row in own], axis=0)
        worst = np.argsort(ideal - paid, kind="stable")[:share]
        own.append(_greedy(cells[:, :, worst], rule.size, shared))
    return assign(cells, shared, np.stack(own))


def _by_similarity(cells: np.ndarray, rule: SubPalettes) -> Arrangement:
    """Sub-palettes for groups of cells that find the same colours dear, k-means from far-apart cells."""
    shared = _greedy(cells, rule.shared, np.empty(0, np.intp))
    profile = cells.mean(axis=1).T
    centres = profile[[int(((profile - profile.mean(axis=0)) ** 2).sum(axis=1).argmax())]]
    while len(centres) < rule.count:
        apart = ((profile[:, None] - centres) ** 2).sum(axis=2).min(axis=1)
        centres = np.concatenate([centres, profile[[int(apart.argmax())]]])
    for _ in range(10):
        member = ((profile[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
        for number in np.unique(member):
            centres[number] = profile[member == number].mean(axis=0)
    every = np.arange(cells.shape[2])
    groups = [every[member == number] if (member == number).any() else every for number in range(rule.count)]
    own = [_greedy(cells[:, :, group], rule.size, shared) for group in groups]
    return assign(cells, shared, np.stack(own))
