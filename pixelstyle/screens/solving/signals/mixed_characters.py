"""Characters that are hires or multicolour: the shared colours, and the 256 patterns under which a picture costs least.

The background and the two colours of multicolour cells are the best of all for cells that each have a pattern of their
own. Patterns are then found as tiles are (`tiles/clustering.py`): what is left when the least missed have been given
up, and in turn each cell's best pattern and nibble of colour RAM, and each pattern's best bits for its cells. A pattern
serves hires and multicolour cells at once, in any of their colours.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from pixelstyle.screens.cells import cut_cells, spread
from pixelstyle.screens.dither import Dither
from pixelstyle.screens.signals.mixed_characters import COLOURS, OWN, PAIRS, PATTERNS, SIDE, TWO_BITS, dots_of, shown_by
from pixelstyle.screens.solving.pair_costs import pair_costs
from pixelstyle.screens.solving.set_costs import pair_numbers
from pixelstyle.screens.solving.signals.nufli import pairs_of
from pixelstyle.screens.solving.tiles.clustering import keep_most_missed
from pixelstyle.screens.solving.tiles.looks import looks, medoids, unlike

_ROUNDS, _WAYS = 6, 4
"""How often patterns are chosen anew, and how many of a cell's nibbles are tried: those that suit it best alone."""
_HARDLY = 0.002
"""The part of what all cells pay that a round has to gain, else there is no other."""
_CELL = SIDE * PAIRS
_NUMBERS = pair_numbers(COLOURS)


def solve_mixed(costs: np.ndarray) -> np.ndarray:
    """The colours, uint8 [H, W], that cost least, [H, W, 16], of those that 256 patterns show: the best shared colours
    without this limit, and a local optimum under it."""
    shared, _ = _best_shared(pairs_of(costs), pairs_of(costs[:, ::2] + costs[:, 1::2]))
    nibbles = np.array(_nibbles(shared))
    cells = cut_cells(costs, (SIDE, SIDE)).reshape(-1, _CELL, 2, COLOURS)
    left, right = (np.ascontiguousarray(cells[:, :, dot].transpose(2, 0, 1)) for dot in range(2))
    prices = np.stack([left[two[:, 0]] + right[two[:, 1]] for two in shown_by(shared)[nibbles]])
    bits, way = _clustered(prices.transpose(0, 2, 3, 1))
    return dots_of(shared, bits, nibbles[way])


def dither_mixed(picture: np.ndarray, colours: np.ndarray, metric: str, dither: Dither) -> np.ndarray:
    """The colours, uint8 [H, W], of what 256 patterns show of a picture, sRGB [H, W, 3] 0..1, that is dithered in
    cells' best colours, [16, 3]: each cell has the pattern and nibble that look most like the picture there."""
    wide = picture.reshape(len(picture), -1, 2, 3).mean(axis=2)
    fine, coarse = (pair_costs(seen, colours, metric, dither.coarseness).transpose(2, 0, 1) for seen in (picture, wide))
    shared, paid = _best_shared(fine, 2 * coarse)
    nibbles = np.array(_nibbles(shared))
    nibble = nibbles[paid[nibbles].argmin(axis=0)]
    shown = shown_by(shared)
    # A single dot of multicolour cells, and a double one of hires cells, may be any of theirs, too: errors go on there.
    choices = shown[nibble, :, 0].reshape(len(picture) // SIDE, -1, TWO_BITS)
    hires = dither.apply(picture, spread(choices, (SIDE, SIDE), *picture.shape[:2]), colours)
    multi = dither.apply(wide, spread(choices, (PAIRS, SIDE), *wide.shape[:2]), colours)
    dots = np.where(
        (spread(nibble.reshape(choices.shape[:2]), (SIDE, SIDE), *picture.shape[:2]) < OWN),
        hires,
        multi.repeat(2, axis=1),
    )
    cells = cut_cells(dots, (SIDE, SIDE)).reshape(-1, _CELL, 1, 2)
    bits = (cells == shown[nibble][:, None]).all(axis=3).argmax(axis=2).astype(np.uint8)
    patterns = np.unique(bits, axis=0)
    if len(patterns) > PATTERNS:
        bits, nibble = _alike(
            cut_cells(picture, (SIDE, SIDE)).reshape(-1, SIDE, SIDE, 3),
            patterns,
            nibble,
            nibbles,
            colours[shown],
            metric,
        )
    return dots_of(shared, bits, nibble)


def _nibbles(shared: Sequence[int]) -> list[int]:
    """The nibbles of colour RAM that show what no other does: a cell's own colour is none of those that it shares."""
    return [own for own in range(OWN) if own != shared[0]] + [OWN + own for own in range(OWN) if own not in shared]


def _best_shared(dots: np.ndarray, double: np.ndarray) -> tuple[list[int], np.ndarray]:
    """The background and the two other shared colours under which cells cost least, and what they cost then with each
    nibble of colour RAM, float32 [16, cells], for what dots cost in two colours each, [136, H, W], and double ones,
    [136, H, W / 2]."""
    height, width = dots.shape[1:]
    shape = height // SIDE, SIDE, width // SIDE
    hires = dots.reshape(-1, *shape, SIDE).sum(axis=(2, 4)).reshape(len(dots), -1)[_NUMBERS[:, :OWN]]
    double = double.reshape(-1, *shape, PAIRS).transpose(0, 2, 4, 1, 3).reshape(len(double), _CELL, -1)
    of_hires = hires.min(axis=1)
    sets = list(itertools.combinations(range(COLOURS), 3))
    bounds = [
        float(np.minimum(of_hires[list(some)], of_multi).sum(axis=1).min())
        for some, of_multi in zip(sets, _bounds(double), strict=True)
    ]
    best, least = ([0, 1, 2], hires[0]), np.inf
    for number in np.argsort(bounds):
        if bounds[number] >= least:
            break
        some = list(sets[number])
        own = np.minimum.reduce([double[_NUMBERS[:OWN, shared]] for shared in some])
        multi = np.minimum(own, double[_NUMBERS[np.ix_(some, some)]].min(axis=(0, 1))).sum(axis=1)
        paid = np.minimum(of_hires[some], multi.min(axis=0)).sum(axis=1)
        if paid.min() < least:
            behind = some[int(paid.argmin())]
            least, shared = float(paid.min()), [behind, *(colour for colour in some if colour != behind)]
            best = shared, np.concatenate([hires[behind], multi])
    return best


def _bounds(double: np.ndarray) -> Iterator[np.ndarray]:
    """For each three shared colours what multicolour cells cost, [cells], if each double dot chose an own colour for
    itself, for what double dots cost in two colours each, [136, 32, cells]."""
    any_own = [double[_NUMBERS[:OWN, shared]].min(axis=0) for shared in range(COLOURS)]
    for first, second in itertools.combinations(range(COLOURS), 2):
        two = np.minimum.reduce([any_own[first], any_own[second], double[_NUMBERS[first, second]]])
        for third in range(second + 1, COLOURS):
            three = np.minimum(two, any_own[third])
            np.minimum(three, double[_NUMBERS[first, third]], out=three)
            np.minimum(three, double[_NUMBERS[second, third]], out=three)
            yield three.sum(axis=0)


def _clustered(prices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each cell's bits in pairs, uint8 [cells, 32], in 256 patterns at most, and its way, for what pairs of bits cost
    in each way, float32 [ways, cells, 32, 4]."""
    alone, every = prices.min(axis=3).sum(axis=2), np.arange(prices.shape[1])
    likely = np.argpartition(alone, _WAYS, axis=0)[:_WAYS]
    prices, alone = prices[likely, every], np.take_along_axis(alone, likely, axis=0)
    way = alone.argmin(axis=0)
    wanted = prices[way, every].argmin(axis=2).astype(np.uint8)
    patterns = np.unique(wanted, axis=0)
    if len(patterns) <= PATTERNS:
        return wanted, likely[way, every]
    paid = np.full((len(every), len(patterns)), np.inf, np.float32)
    for of_way in prices:
        np.minimum(paid, _paid(of_way, patterns), out=paid)
    patterns = keep_most_missed(patterns, paid, PATTERNS)
    total = np.inf
    for _ in range(_ROUNDS):
        least, pattern, way = _least(prices, patterns)
        now = float(least.sum(dtype=np.float64))
        if now >= total:
            break
        gained, total, best = total - now, now, (patterns[pattern], likely[way, every])
        if gained < _HARDLY * total:
            break
        uses = (pattern == np.arange(PATTERNS)[:, None]).astype(np.float32)
        sums = uses @ prices[way, every].reshape(len(every), -1)
        patterns = sums.reshape(PATTERNS, -1, TWO_BITS).argmin(axis=2).astype(np.uint8)
        unused = np.flatnonzero(uses.sum(axis=1) == 0)
        patterns[unused] = wanted[(alone.min(axis=0) - least).argsort()[: len(unused)]]
    return best


def _paid(prices: np.ndarray, patterns: np.ndarray) -> np.ndarray:
    """What cells pay with each of the patterns, [N, 32], for what pairs of bits cost, [cells, 32, 4]."""
    held = (patterns[..., None] == np.arange(TWO_BITS)).reshape(len(patterns), -1).astype(np.float32)
    return np.asarray(prices.reshape(len(prices), -1) @ held.T)


def _least(prices: np.ndarray, patterns: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What cells pay with their best pattern in their best way, which pattern, and which way."""
    paid = [_paid(of_way, patterns) for of_way in prices]
    pattern = np.stack([of_way.argmin(axis=1) for of_way in paid])
    least = np.stack([of_way.min(axis=1) for of_way in paid])
    way, every = least.argmin(axis=0), np.arange(prices.shape[1])
    return least[way, every], pattern[way, every], way


def _alike(
    wanted: np.ndarray, patterns: np.ndarray, nibble: np.ndarray, nibbles: np.ndarray, shown: np.ndarray, metric: str
) -> tuple[np.ndarray, np.ndarray]:
    """Each cell's bits in pairs and its nibble, by what looks most like sRGB [cells, 8, 8, 3]: 256 of the patterns,
    [N, 32], the best for the nibbles that cells have; `shown`: sRGB [16, 4, 2, 3]."""
    near = looks(wanted, metric)

    def away(cells: np.ndarray, some: np.ndarray, of_nibble: int) -> np.ndarray:
        return unlike(near[cells], looks(shown[of_nibble][some].reshape(-1, SIDE, SIDE, 3), metric))

    costs = np.empty((len(wanted), len(patterns)), np.float32)
    for number in np.unique(nibble):
        cells = np.flatnonzero(nibble == number)
        costs[cells] = away(cells, patterns, number)
    kept = patterns[medoids(costs, keep_most_missed(np.arange(len(patterns)), costs, PATTERNS))]
    every = np.arange(len(wanted))
    paid = [away(every, kept, number) for number in nibbles]
    way = np.stack([of_nibble.min(axis=1) for of_nibble in paid]).argmin(axis=0)
    pattern = np.stack([of_nibble.argmin(axis=1) for of_nibble in paid])[way, every]
    return kept[pattern], nibbles[way]
