"""Threshold maps of the ordered dithers: every one computed, none shipped. Each is a square [n, n] of ranks as 0..1."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

BLUE_NOISE_SIDE = 64


def _ranks(values: np.ndarray) -> np.ndarray:
    """Thresholds at the middle of each rank's share, the least value first; equals in reading order."""
    order = np.empty(values.size)
    order[values.ravel().argsort(kind="stable")] = np.arange(values.size)
    return ((order + 0.5) / values.size).reshape(values.shape)


def bayer(side: int) -> np.ndarray:
    """Bayer, "An optimum method for two-level rendition of continuous-tone pictures" (1973); side 2, 4, 8 or 16."""
    matrix = np.zeros((1, 1))
    while len(matrix) < side:
        matrix = np.block([[4 * matrix, 4 * matrix + 2], [4 * matrix + 3, 4 * matrix + 1]])
    return _ranks(matrix)


def clustered_dot() -> np.ndarray:
    """Dots that grow from their middles on a grid at 45 degrees, 8 x 8, as in print."""
    y, x = (np.indices((8, 8)) + 0.5) / 4
    return _ranks(-np.cos(np.pi * (x + y)) - np.cos(np.pi * (x - y)))


def checker() -> np.ndarray:
    """Pixel artists' half tone: one mixture only, every other pixel."""
    return np.array([[0.25, 0.75], [0.75, 0.25]])


def line() -> np.ndarray:
    """One mixture only, every other line."""
    return np.array([[0.25, 0.25], [0.75, 0.75]])


def blue_noise(side: int = BLUE_NOISE_SIDE) -> np.ndarray:
    """Ulichney, "The void-and-cluster method for dither array generation" (1993): no pattern that an eye could find."""
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
    return _ranks(rank.reshape(side, side))


_MAPS: dict[str, Callable[[], np.ndarray]] = {
    "bayer-2": lambda: bayer(2),
    "bayer-4": lambda: bayer(4),
    "bayer-8": lambda: bayer(8),
    "bayer-16": lambda: bayer(16),
    "blue-noise": blue_noise,
    "clustered-dot": clustered_dot,
    "checker": checker,
    "line": line,
}
ORDERED = tuple(_MAPS)


@cache
def threshold_map(name: str) -> np.ndarray:
    """The map of that name, one of ORDERED: float [n, n], 0..1."""
    return _MAPS[name]()
