"""Sub-palettes of which each row of cells has some of its own: what all of them hold, out of given colours.

First those that all rows have, for the whole picture; then each row's, beside these; then all in turn, each for the
cells that use it. No step makes it worse.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.screens.mode import SubPalettes
from pixelstyle.screens.solving.subpalettes.clustering import Arrangement, assign, exchange, search_subpalettes
from pixelstyle.screens.solving.subpalettes.costs import CellCosts

_ROUNDS = 3


def search_by_row(costs: CellCosts, rule: SubPalettes, usable: np.ndarray, allowed: np.ndarray) -> Arrangement:
    """The best arrangement found, every colour being one of `usable`, intp [U]; `allowed` bool [N, count]: the
    sub-palettes that each cell may use."""
    common = int(allowed.all(axis=0).sum())
    few = replace(rule, by_row=0, given=rule.given[:common], count=common)
    first = search_subpalettes(costs, few, usable)
    own = [*first.own]
    alone = replace(few, count=rule.by_row, given=())
    for number in range(common, rule.count, rule.by_row):
        own += [*search_subpalettes(costs.at(allowed[:, number]), alone, usable).own]
    places = np.concatenate([usable, np.setdiff1d(np.concatenate([first.shared, *own]), usable)])
    order = np.argsort(places)
    costs = costs.among(places)
    shared, held = (order[np.searchsorted(places, part, sorter=order)] for part in (first.shared, np.stack(own)))
    best = assign(costs, shared, held, allowed)
    kept = [len(row) for row in rule.given] + [0] * (rule.count - len(rule.given))
    for _ in range(_ROUNDS):
        moved = [exchange(costs.at(best.member == n), row, shared, kept[n]) for n, row in enumerate(best.own)]
        changed = assign(costs, shared, np.stack(moved), allowed)
        if changed.total >= best.total:
            break
        best = changed
    return Arrangement(places[best.shared], places[best.own], best.member, best.total)
