"""The best N colours for a set of weighted points, out of those that a machine can make.

Three stages: clusters (k-means from a deterministic start), each snapped to a colour the machine has; then exchange,
one colour at a time against its neighbours on the machine's lattice and against what is shown worst, as long as the
error falls. The error is always that of the real, snapped colours, so that no step can make things worse.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np

from pixelstyle.screens.choosing.exchange import exchange
from pixelstyle.screens.choosing.gamut import Gamut, squared
from pixelstyle.screens.solving.pair_costs import MOST_COLOURS, pair_costs
from pixelstyle.screens.solving.set_costs import pair_numbers, set_costs

_MAX_WORK = 6e8
"""Points times sets up to which every set is tried,"""
_MAX_SETS = 100_000
"""and sets: sixteen colours of 27 can be taken in thirteen million ways, for two points, too."""
_SETS_AT_ONCE = 20_000


def choose_colours(
    srgb: np.ndarray,
    weights: np.ndarray,
    count: int,
    gamut: Gamut,
    locked: np.ndarray,
    shades: Callable[[np.ndarray], np.ndarray] | None = None,
    coarseness: float | None = None,
) -> np.ndarray:
    """uint8 [count, 3]: locked colours (uint8 [L, 3]) first, then those that show points srgb [N, 3] of given
    weights best.

    `shades` says what else each chosen colour [M, 3] brings with it, uint8 [M, 3] (extra half-brite: its half).
    """
    points, weights = gamut.embed(srgb), weights.astype(np.float32)
    free = count - len(locked)
    if free == 0:
        return locked
    if gamut.listed is not None and shades is None:
        if len(gamut.listed) <= free:
            return np.concatenate([locked, gamut.listed])
        sets = math.comb(len(gamut.listed), free)
        if sets <= _MAX_SETS and sets * len(points) <= _MAX_WORK:
            if coarseness is not None and count > 1 and len(gamut.listed) <= MOST_COLOURS and not len(locked):
                return _every_mixing_set(srgb, weights, count, gamut, coarseness)
            return _every_set(points, weights, free, gamut, locked)
        nearest = np.unique(gamut.snap(srgb), axis=0)
        if len(nearest) <= free and not len(locked):
            if coarseness is None or len(gamut.listed) > MOST_COLOURS:
                return _filled_up(nearest, gamut.listed, count)
            return _added_for_mixing(nearest, srgb, weights, count, gamut, coarseness)
    start = gamut.snap(clusters(srgb, points, weights, free))
    return exchange(np.concatenate([locked, start]), len(locked), srgb, points, weights, gamut, shades)


def gathered(pixels: np.ndarray) -> np.ndarray:
    """For sRGB [N, 3] 0..1 the number of each one's place in a grid of 32 a channel, of the places that any is in:
    intp [N]."""
    places = np.clip(pixels * 32, 0, 31).astype(np.int64) @ np.array([1024, 32, 1])
    found = np.bincount(places, minlength=1 << 15) > 0
    return np.asarray((np.cumsum(found) - 1)[places])


def histogram(picture: np.ndarray, weights: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The colours of sRGB [..., 3] 0..1, gathered in a grid of 32 a channel: their means [N, 3] and total weights
    [N]."""
    pixels = picture.reshape(-1, 3).astype(np.float64)
    each = np.ones(len(pixels)) if weights is None else weights.ravel().astype(np.float64)
    place = gathered(pixels)
    totals = np.bincount(place, each)
    means = np.stack([np.bincount(place, each * channel) for channel in pixels.T], axis=1) / totals[:, None]
    return means, totals


def clusters(srgb: np.ndarray, points: np.ndarray, weights: np.ndarray, count: int) -> np.ndarray:
    """The mean sRGB colours of k-means clusters, [count, 3], found in `points`, the colours in the metric's space."""
    centres = np.empty((count, points.shape[1]), np.float32)
    centres[0] = (points * weights[:, None]).sum(axis=0) / weights.sum()
    nearest = squared(points, centres[:1])[0]
    for number in range(1, count):  # each next one where most weight is furthest from those before
        centres[number] = points[(nearest * np.sqrt(weights)).argmax()]
        nearest = np.minimum(nearest, squared(points, centres[number : number + 1])[0])
    means = np.empty((count, 3))
    for _ in range(12):
        member = squared(points, centres).argmin(axis=0)
        totals = np.maximum(np.bincount(member, weights, minlength=count), 1e-12)
        some = totals > 1e-12
        for channel in range(3):
            centres[some, channel] = (np.bincount(member, weights * points[:, channel], minlength=count) / totals)[some]
            means[:, channel] = np.bincount(member, weights * srgb[:, channel], minlength=count) / totals
    return means


def _every_mixing_set(srgb: np.ndarray, weights: np.ndarray, count: int, gamut: Gamut, coarseness: float) -> np.ndarray:
    """The set of listed colours whose mixtures of two show the points best."""
    assert gamut.listed is not None
    pairs = pair_costs(srgb[None], gamut.listed / 255, gamut.metric, coarseness)[0] * weights[:, None]
    columns = 64
    padded = np.zeros((pairs.shape[1], -(-len(pairs) // columns) * columns), np.float32)
    padded[:, : len(pairs)] = pairs.T
    best = _best_set(padded.reshape(len(padded), -1, columns), len(gamut.listed), count, pairs=True)
    return np.asarray(gamut.listed[list(best)])


def _best_set(cells: np.ndarray, colours: int, count: int, pairs: bool = False) -> tuple[int, ...]:
    """Of all sets of `count` numbers below `colours` the first of least `set_costs`; a few thousand at a time are held
    in memory."""
    every = itertools.combinations(range(colours), count)
    best, least = tuple(range(count)), math.inf
    while sets := tuple(itertools.islice(every, _SETS_AT_ONCE)):
        totals = set_costs(cells, sets, pairs).sum(axis=1, dtype=np.float64)
        row = int(totals.argmin())
        if totals[row] < least:
            best, least = sets[row], float(totals[row])
    return best


def _filled_up(colours: np.ndarray, listed: np.ndarray, count: int) -> np.ndarray:
    """`count` colours, uint8 [count, 3]: those given, and after them the first of the list that are not among them."""
    others = listed[~(listed[:, None] == colours).all(axis=2).any(axis=1)]
    return np.concatenate([colours, others])[:count]


def _added_for_mixing(
    colours: np.ndarray, srgb: np.ndarray, weights: np.ndarray, count: int, gamut: Gamut, coarseness: float
) -> np.ndarray:
    """The colours, uint8 [N, 3], of the list, and up to `count` more of it, each the one whose mixtures with those
    before it show the points best."""
    assert gamut.listed is not None
    number = pair_numbers(len(gamut.listed))
    pairs = pair_costs(srgb[None], gamut.listed / 255, gamut.metric, coarseness)[0] * weights[:, None]
    chosen = np.flatnonzero((gamut.listed[:, None] == colours).all(axis=2).any(axis=1)).tolist()
    paid = pairs[:, number[np.ix_(chosen, chosen)].ravel()].min(axis=1)
    while len(chosen) < count:
        others = [k for k in range(len(gamut.listed)) if k not in chosen]
        gained = [np.minimum(paid, pairs[:, number[k, [*chosen, k]]].min(axis=1)) for k in others]
        best = int(np.argmin([one.sum(dtype=np.float64) for one in gained]))
        chosen.append(others[best])
        paid = gained[best]
    return np.asarray(gamut.listed[chosen])


def _every_set(points: np.ndarray, weights: np.ndarray, free: int, gamut: Gamut, locked: np.ndarray) -> np.ndarray:
    """The best of all sets of `free` listed colours beside the locked ones."""
    assert gamut.listed is not None
    costs = squared(points, gamut.embed(gamut.listed / 255))
    if len(locked):
        costs = np.minimum(costs, squared(points, gamut.embed(locked / 255)).min(axis=0))
    columns = 256
    padded = np.zeros((len(costs), -(-len(points) // columns) * columns), np.float32)
    padded[:, : len(points)] = costs * weights
    best = _best_set(padded.reshape(len(costs), -1, columns), len(costs), free)
    return np.concatenate([locked, gamut.listed[list(best)]])
