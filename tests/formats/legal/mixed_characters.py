"""Legal pictures of hires and multicolour characters: random memory, drawn bit by bit as the mode's notes tell it."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens import ScreenMode


def random_cells(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    """What 256 patterns show in random colours, uint8 [200, 320]."""
    dots = np.empty((mode.height, mode.width), np.uint8)
    behind, *shared = rng.permutation(16)[:3]
    patterns = rng.integers(0, 256, (256, 8))
    for row, column in np.ndindex(25, 40):
        own, multicolour = rng.integers(0, 8), rng.integers(0, 2)
        for line, byte in enumerate(patterns[rng.integers(0, 256)], 8 * row):
            for dot in range(8):
                if multicolour:
                    seen = (behind, *shared, own)[byte >> (6 - dot // 2 * 2) & 3]
                else:
                    seen = own if byte >> (7 - dot) & 1 else behind
                dots[line, 8 * column + dot] = seen
    return dots
