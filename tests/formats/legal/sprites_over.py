"""Legal pictures of a multicolour bitmap under sprites: random memory, drawn as the mode's notes tell it."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens import ScreenMode


def random_under_sprites(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    """What random colours and shapes show, uint8 [200, 320]."""
    background = rng.integers(0, 16)
    dots = np.empty((mode.height, mode.width), np.uint8)
    for row, column in np.ndindex(25, 40):
        colours = np.array([background, *rng.integers(0, 16, 3)])
        dots[8 * row : 8 * row + 8, 8 * column : 8 * column + 8] = colours[rng.integers(0, 4, (8, 4))].repeat(2, axis=1)
    for row, column in np.ndindex(8, 8):
        under = dots[24 * row : 24 * row + 21, 64 + 24 * column : 88 + 24 * column]
        under[rng.integers(0, 2, under.shape) > 0] = rng.integers(0, 16)
    return dots
