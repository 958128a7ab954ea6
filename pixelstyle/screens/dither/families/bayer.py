"""Bayer's matrices: "An optimum method for two-level rendition of continuous-tone pictures" (1973)."""

from __future__ import annotations

from functools import partial

import numpy as np

from pixelstyle.screens.dither.ordered import Ordered, ranks


def bayer(side: int) -> np.ndarray:
    """Thresholds, float [side, side]; side 2, 4, 8 or 16."""
    matrix = np.zeros((1, 1))
    while len(matrix) < side:
        matrix = np.block([[4 * matrix, 4 * matrix + 2], [4 * matrix + 3, 4 * matrix + 1]])
    return ranks(matrix)


DITHERS = tuple(Ordered(f"bayer-{side}", partial(bayer, side)) for side in (2, 4, 8, 16))
