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
from pixelstyle.screens.solving.subpalettes.costs import CellCosts

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


def search_subpalettes(costs: CellCosts, rule: SubPalettes, usable: np.ndarray) -> Arrangement:
    """The best arrangement found, every colour being one of `usable`, intp [U]."""
    if rule.settled:
        return assign(costs, np.array(rule.backdrop, np.intp), _rows_in(rule, usable))
    held = [*rule.backdrop, *(entry for row in rule.given for entry in row)]
    usable = np.concatenate([usable, np.setdiff1d(np.array(held, np.intp), usable)])
    costs = costs.among(usable)
    starts = [_holding(start(costs, rule), costs, rule, usable) for start in (_by_splitting, _by_similarity)]
    best = min((improve(costs, start, rule) for start in starts), key=lambda arrangement: arrangement.total)
    return Arrangement(usable[best.shared], usable[best.own], best.member, best.total)


def _rows_in(rule: SubPalettes, usable: np.ndarray) -> np.ndarray:
    """What settled sub-palettes have of their own, intp [count, size], each colour that is not usable replaced by one
    of the same sub-palette that is, if it has such a one."""
    rows = np.array(rule.given, np.intp)
    fine = np.isin(rows, usable)
    instead = np.where(fine.any(axis=1), rows[np.arange(len(rows)), fine.argmax(axis=1)], usable[0])
    return np.where(fine, rows, instead[:, None])


def assign(costs: CellCosts, shared: np.ndarray, own: np.ndarray, allowed: np.ndarray | None = None) -> Arrangement:
    """Each cell in the sub-palette in which it costs least, of `shared` colours, intp [s], and `own`, [count, size]:
    exact. `allowed`: bool [N, count], those that each cell may use; None: all."""
    per_palette = np.stack([costs.in_set(np.concatenate([shared, row])) for row in own])
    if allowed is not None:
        per_palette = np.where(allowed.T, per_palette, np.inf)
    member = per_palette.argmin(axis=0)
    return Arrangement(shared, own, member, float(per_palette.min(axis=0).sum(dtype=np.float64)))


def _holding(found: Arrangement, costs: CellCosts, rule: SubPalettes, usable: np.ndarray) -> Arrangement:
    """The arrangement with the colours that the rule gives, of costs in the order of `usable`."""
    if not (rule.backdrop or rule.given):
        return found
    place = {int(entry): at for at, entry in enumerate(usable)}
    shared, own = found.shared.copy(), found.own.copy()
    shared[: len(rule.backdrop)] = [place[entry] for entry in rule.backdrop]
    for number, row in enumerate(rule.given):
        own[number, : len(row)] = [place[entry] for entry in row]
    return assign(costs, shared, own)


def improve(costs: CellCosts, start: Arrangement, rule: SubPalettes | None = None) -> Arrangement:
    """Exchange colours, but what the rule gives, and reassign cells until neither helps; never worse than `start`, nor
    any step than the one before."""
    current = start
    given = () if rule is None else rule.given
    kept = [len(row) for row in given] + [0] * (len(start.own) - len(given))
    for _ in range(_ROUNDS):
        own = np.stack(
            [exchange(costs.at(current.member == n), row, current.shared, kept[n]) for n, row in enumerate(current.own)]
        )
        shared = current.shared if rule is not None and rule.backdrop else _exchange_shared(costs, current, own)
        changed = assign(costs, shared, own)
        if changed.total >= current.total - 1e-6 * abs(current.total):
            return min(current, changed, key=lambda arrangement: arrangement.total)
        current = changed
    return current


def exchange(costs: CellCosts, held: np.ndarray, beside: np.ndarray, kept: int = 0) -> np.ndarray:
    """`held`, intp [size], with one colour after the other, but the first `kept`, replaced by what is best for these
    cells, next to those `beside`, intp [n]."""
    held = held.copy()
    if not len(costs):
        return held
    for slot in range(kept, len(held)):
        rest = np.concatenate([beside, np.delete(held, slot)])
        totals = costs.with_one_more(rest)
        totals[rest] = np.inf  # twice the same colour would waste a slot
        best = int(totals.argmin())
        if totals[best] < totals[held[slot]] or held[slot] in rest:
            held[slot] = best
    return held


def _exchange_shared(costs: CellCosts, current: Arrangement, own: np.ndarray) -> np.ndarray:
    """The shared colours, one after the other, replaced by what is best for all cells beside their own palettes."""
    shared = current.shared.copy()
    for slot in range(len(shared)):
        others = np.delete(shared, slot)
        totals = np.zeros(len(costs.cells))
        for number, row in enumerate(own):
            totals += costs.at(current.member == number).with_one_more(np.concatenate([others, row]))
        totals[others] = np.inf
        best = int(totals.argmin())
        if totals[best] < totals[shared[slot]] or shared[slot] in others:
            shared[slot] = best
    return shared


def _greedy(costs: CellCosts, size: int, beside: np.ndarray) -> np.ndarray:
    """`size` colours for these cells, each the best beside those before it."""
    held: list[int] = []
    for _ in range(size):
        rest = np.concatenate([beside, np.array(held, np.intp)])
        totals = costs.with_one_more(rest)
        if len(rest) < len(totals):
            totals[rest] = np.inf
        held.append(int(totals.argmin()))
    return np.array(held, np.intp)


def _by_splitting(costs: CellCosts, rule: SubPalettes) -> Arrangement:
    """One sub-palette for all cells, then each next one for those that are served worst so far."""
    shared = _greedy(costs, rule.shared, np.empty(0, np.intp))
    ideal = costs.cells.min(axis=0).sum(axis=0)
    own = [_greedy(costs, rule.size, shared)]
    share = -(-len(costs) // rule.count)
    for _ in range(1, rule.count):
        paid = np.min([costs.in_set(np.concatenate([shared, row])) for row in own], axis=0)
        worst = np.argsort(ideal - paid, kind="stable")[:share]
        own.append(_greedy(costs.at(worst), rule.size, shared))
    return assign(costs, shared, np.stack(own))


def _by_similarity(costs: CellCosts, rule: SubPalettes) -> Arrangement:
    """Sub-palettes for groups of cells that find the same colours dear, k-means from far-apart cells."""
    shared = _greedy(costs, rule.shared, np.empty(0, np.intp))
    profile = costs.cells.mean(axis=1).T
    centres = profile[[int(((profile - profile.mean(axis=0)) ** 2).sum(axis=1).argmax())]]
    while len(centres) < rule.count:
        apart = ((profile[:, None] - centres) ** 2).sum(axis=2).min(axis=1)
        centres = np.concatenate([centres, profile[[int(apart.argmax())]]])
    for _ in range(10):
        member = ((profile[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
        for number in np.unique(member):
            centres[number] = profile[member == number].mean(axis=0)
    every = np.arange(len(costs))
    groups = [every[member == number] if (member == number).any() else every for number in range(rule.count)]
    own = [_greedy(costs.at(group), rule.size, shared) for group in groups]
    return assign(costs, shared, np.stack(own))
