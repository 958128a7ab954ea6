"""Pixel artists' half tones: one mixture only."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.dither.ordered import Ordered


def checker() -> np.ndarray:
    """Thresholds, float [2, 2]: every other pixel."""
    return np.array([[0.25, 0.75], [0.75, 0.25]])


def line() -> np.ndarray:
    """Thresholds, float [2, 2]: every other line."""
    return np.array([[0.25, 0.25], [0.75, 0.75]])


DITHERS = (Ordered("checker", checker), Ordered("line", line))
