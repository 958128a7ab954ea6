"""Blue noise: no pattern that an eye could find.

Ulichney, "The void-and-cluster method for dither array generation" (1993).
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.dither.ordered import Ordered, ranks

SIDE = 64


def blue_noise(side: int = SIDE) -> np.ndarray:
    """Thresholds, float [side, side]: the same each time."""
    offsets = np.minimum(np.arange(side), side - np.arange(side))
    bump = np.exp(-(offsets[:, None] ** 2 + offsets**2) / (2 * 1.5**2))
    twice = np.tile(bump, (2, 2))

    def around(place: int) -> np.ndarray:
        """The bump centred on a place of the torus."""
        y, x = side - place // side, side - place % side
        return twice[y : y + side, x : x + side]

    rng = np.random.default_rng(1993)
    ones = np.zeros(side * side, bool)
    ones[rng.choice(side * side, side * side // 10, replace=False)] = True
    crowding = sum((around(int(place)) for place in np.flatnonzero(ones)), np.zeros((side, side)))

    def tightest() -> int:
        return int(np.where(ones, crowding.ravel(), -np.inf).argmax())

    def emptiest() -> int:
        return int(np.where(ones, np.inf, crowding.ravel()).argmin())

    while True:  # move the tightest dot into the largest void until it would come back to where it was
        cluster = tightest()
        ones[cluster] = False
        crowding = crowding - around(cluster)
        void = emptiest()
        ones[void] = True
        crowding = crowding + around(void)
        if void == cluster:
            break
    rank = np.empty(side * side)
    first, first_crowding = ones.copy(), crowding.copy()
    for number in range(int(ones.sum()) - 1, -1, -1):
        place = tightest()
        ones[place], rank[place] = False, number
        crowding = crowding - around(place)
    ones, crowding = first, first_crowding
    for number in range(int(ones.sum()), side * side):
        place = emptiest()
        ones[place], rank[place] = True, number
        crowding = crowding + around(place)
    return ranks(rank.reshape(side, side))


DITHERS = (Ordered("blue-noise", blue_noise),)
