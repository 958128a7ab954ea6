"""Dots that grow from their middles, as in print."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.dither.ordered import Ordered, ranks


def clustered_dot() -> np.ndarray:
    """Thresholds, float [8, 8]: two dots on a grid at 45 degrees."""
    y, x = (np.indices((8, 8)) + 0.5) / 4
    return ranks(-np.cos(np.pi * (x + y)) - np.cos(np.pi * (x - y)))


DITHERS = (Ordered("clustered-dot", clustered_dot),)
