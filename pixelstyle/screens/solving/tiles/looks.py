"""What tiles look like from a little distance, and which of them to keep when all are ones that somebody made."""

from __future__ import annotations

import numpy as np

from pixelstyle.colour import smooth
from pixelstyle.screens.solving.costs import in_space

_EYE, _DOTS = 0.8, 0.3
"""The blur's standard deviation in pixels, and what single dots count beside what is blurred."""
_ROUNDS = 8


def looks(tiles: np.ndarray, metric: str, eye: float = _EYE, dots: float = _DOTS) -> np.ndarray:
    """Tiles, sRGB [N, h, w, 3], in a space where their squared distance is how unlike they look: float32 [N, F].

    eye: how far it is blurred. dots: what single ones count.
    """
    lines = tiles.transpose(1, 2, 0, 3).reshape(*tiles.shape[1:3], -1)
    blurred = smooth(lines, eye, eye).reshape(*tiles.shape[1:3], -1, 3).transpose(2, 0, 1, 3)
    parts = [in_space(blurred, metric), dots * in_space(tiles, metric)]
    return np.concatenate([part.reshape(len(tiles), -1) for part in parts], axis=1, dtype=np.float32)


def unlike(near: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """Squared distances between looks [P, F] and [T, F]: float32 [P, T]."""
    return np.asarray((near**2).sum(axis=1)[:, None] + (shown**2).sum(axis=1) - 2 * near @ shown.T)


def medoids(costs: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Which tiles to keep, beginning with `kept`, under costs [places, tiles]: each becomes the best one for the places
    that use it, until that gains nothing."""
    total = np.inf
    for _ in range(_ROUNDS):
        member = costs[:, kept].argmin(axis=1)
        now = float(costs[np.arange(len(costs)), kept[member]].sum(dtype=np.float64))
        if now >= total:
            break
        total, best = now, kept.copy()
        for number in np.unique(member):
            kept[number] = costs[member == number].sum(axis=0).argmin()
    return best
