"""What pixels cost in mixtures: the costs with which a choice of colours knows that the picture will be dithered.

A cell that holds two colours shows, from a little distance, also what lies between them. A pixel's cost in a PAIR of
colours is therefore that of the best of a few mixtures of the two, each with a price for its noise; its cost in a
set of colours is the least over the set's pairs. The exact search over sets then goes on as it does without dither.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Costs, Planes, Points
from pixelstyle.colour import linear_to_srgb, srgb_to_linear
from pixelstyle.screens.solving.costs import in_space
from pixelstyle.screens.solving.set_costs import pair_numbers

MOST_COLOURS = 32
"""Beyond these the pairs are too many to hold the cost of each for every pixel."""
_SHARES = np.array([0.25, 0.5, 0.75])


def pair_costs(picture: Planes, colours: Points, metric: str, coarseness: float) -> Costs:
    """float32 [H, W, K (K + 1) / 2]: squared distances of sRGB [H, W, 3] to the best mixture of each two of [K, 3].

    A mixture with share r pays coarseness * r (1 - r) times the squared distance of its two colours in addition; the
    pair of a colour and itself is that colour alone. `pair_numbers` has their order. Mixtures are averages of sRGB
    values, as error diffusion makes them.
    """
    count = len(colours)
    height, width = picture.shape[:2]
    first, second = np.triu_indices(count, 1)
    srgb = colours.astype(np.float64)
    own = in_space(srgb, metric)
    mixed = in_space(srgb[first, None] * (1 - _SHARES)[:, None] + srgb[second, None] * _SHARES[:, None], metric)
    noise = coarseness * (_SHARES * (1 - _SHARES)) * ((own[first] - own[second]) ** 2).sum(axis=1)[:, None]
    # Colours down, pixels across: minima over mixtures are then minima of contiguous rows.
    points = np.ascontiguousarray(in_space(picture, metric).reshape(-1, 3).T)
    size = (points**2).sum(axis=0)

    def distances(targets: np.ndarray, extra: np.ndarray) -> np.ndarray:
        found: np.ndarray = (-2 * targets).astype(np.float32) @ points
        found += ((targets**2).sum(axis=-1) + extra).astype(np.float32)[:, None]
        found += size
        return found

    alone = distances(own, np.zeros(count))
    costs = np.empty((count * (count + 1) // 2, height * width), np.float32)
    start = 0
    for colour, number in enumerate(np.diagonal(pair_numbers(count))):
        here = slice(start, start + count - 1 - colour)
        start = here.stop
        costs[number] = alone[colour]
        best = costs[number + 1 : number + count - colour]
        np.minimum(alone[colour], alone[colour + 1 :], out=best)
        for share in range(len(_SHARES)):
            np.minimum(best, distances(mixed[here, share], noise[here, share]), out=best)
    return costs.reshape(-1, height, width).transpose(1, 2, 0)


def area_costs(picture: Planes, colours: Points, metric: str, coarseness: float, side: int) -> Costs:
    """float32 [H / side, W / side, K (K + 1) / 2]: `pair_costs` of what squares of so many pixels look like from afar,
    for sRGB [H, W, 3] of a whole number of them each way: the mean of their light."""
    height, width = picture.shape[:2]
    light = srgb_to_linear(picture).reshape(height // side, side, width // side, side, 3)
    return pair_costs(linear_to_srgb(light.mean(axis=(1, 3))), colours, metric, coarseness)
