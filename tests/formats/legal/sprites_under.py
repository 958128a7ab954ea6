"""Legal pictures for NUFLI: random colours in cells and sprites, drawn dot by dot as the mode's notes tell it."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens import ScreenMode

KEEP = ({1, 3, 5}, {2}, {6}, {3}, {2, 4, 6}, {5}, {6}, {4})
"""By step modulo 8, the sprites that keep their colours."""


SHORT = {*range(24, 40, 4), *range(44, 60, 4), 64, *range(68, 84, 4)}
"""Steps that have time for four writes."""


def _given(step: int, rng: np.random.Generator) -> tuple[set[int], set[int], set[int]]:
    """What a step of NUFLI writes: sprites before the beam, none behind it, and colours at the left."""
    return set(range(1, 7)) - KEEP[step % 8], set(), {step % 4}


def _fitted(step: int, rng: np.random.Generator) -> tuple[set[int], set[int], set[int]]:
    """The same of NUFLIX, by lot."""
    shares = (2, 2, 2) if step % 4 else (2, 2, 1)
    if step in SHORT:
        shares = (2, 1, 1) if step % 8 == 0 else (1, 2, 1)
    late = range(1, 5 if step in SHORT else 6)
    ways = [
        [(k, when) for k in group for when in range(2) if not when or k in late] for group in ((1, 2, 3), (4, 5, 6))
    ]
    drawn = [way[n] for way, most in zip(ways, shares, strict=False) for n in rng.permutation(len(way))[:most]]
    before, behind = ({k for k, when in drawn if when == wanted} for wanted in range(2))
    return before, behind, set(rng.permutation(4)[: shares[2]].tolist())


def random_over_sprites(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    """A picture that uses all that registers may hold, uint8 [200, 320]."""
    written = _given if mode.signal == "nufli" else _fitted
    dots = np.empty((mode.height, mode.width), np.uint8)
    sprites, left = rng.integers(0, 16, 7), rng.integers(0, 16, 4)  # sprites 1 to 6
    late, at_left = set[int](), set[int]()
    for line in range(mode.height):
        step = (line + 1) // 2
        if line % 2 and step < 100:
            before, late, at_left = written(step, rng)
            for sprite in sorted(before):
                sprites[sprite] = rng.integers(0, 16)
        if line % 2 == 0:
            cells = rng.integers(0, 16, (40, 2))
            for sprite in sorted(late):
                sprites[sprite] = rng.integers(0, 16)
            for number in sorted(at_left):
                left[number] = rng.integers(0, 16)
        for x in range(0, mode.width, 2):
            ink, paper = cells[x // 8]
            if x < 24:
                behind = (15, *left[1:])[rng.integers(0, 4)]
                dots[line, x : x + 2] = [(15, left[0], behind)[rng.integers(0, 3)] for _ in range(2)]
                continue
            seen = sprites[(x - 24) // 48 + 1] if x < 312 and rng.integers(0, 2) else paper
            dots[line, x : x + 2] = [(ink, seen)[rng.integers(0, 2)] for _ in range(2)]
    return dots
