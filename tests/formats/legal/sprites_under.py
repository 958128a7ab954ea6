"""Legal pictures for NUFLI: random colours in cells and sprites, drawn dot by dot as the mode's notes tell it."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens import ScreenMode

KEEP = ({1, 3, 5}, {2}, {6}, {3}, {2, 4, 6}, {5}, {6}, {4})
"""By step modulo 8, the sprites that keep their colours."""


def random_over_sprites(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    """A picture that uses all that registers may hold, uint8 [200, 320]."""
    dots = np.empty((mode.height, mode.width), np.uint8)
    sprites, left = rng.integers(0, 16, 7), rng.integers(0, 16, 4)  # sprites 1 to 6
    for line in range(mode.height):
        step = (line + 1) // 2
        if line % 2 and step < 100:
            for sprite in set(range(1, 7)) - KEEP[step % 8]:
                sprites[sprite] = rng.integers(0, 16)
        if line % 2 == 0:
            cells = rng.integers(0, 16, (40, 2))
            if line:
                left[line // 2 % 4] = rng.integers(0, 16)
        for x in range(0, mode.width, 2):
            ink, paper = cells[x // 8]
            if x < 24:
                behind = (15, *left[1:])[rng.integers(0, 4)]
                dots[line, x : x + 2] = [(15, left[0], behind)[rng.integers(0, 3)] for _ in range(2)]
                continue
            seen = sprites[(x - 24) // 48 + 1] if x < 312 and rng.integers(0, 2) else paper
            dots[line, x : x + 2] = [(ink, seen)[rng.integers(0, 2)] for _ in range(2)]
    return dots
