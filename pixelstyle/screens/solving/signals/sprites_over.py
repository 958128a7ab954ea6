"""A multicolour bitmap under sprites: the colours of both.

The background is the one that suits the bitmap best alone. Under it the picture is the best there is: each sprite is
tried in every colour, with the best colours of its nine cells for that.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.mode import ScreenMode, Slots
from pixelstyle.screens.signals.sprites_over import CELL, COLOURS, COLUMNS, EVERY, HIGH, LEFT, OWN, ROWS, WIDE
from pixelstyle.screens.solving.slots.solve import solve_slots


def solve_over(mode: ScreenMode, costs: np.ndarray, palette: Palette) -> np.ndarray:
    """The colours, uint8 [200, 320], that cost least, [200, 320, 16], of those that a bitmap with this background and
    sprites show."""
    slots = (Slots(1, name="background"), Slots(OWN, (CELL // 2, CELL)))
    plain = replace(mode, signal=None, width=mode.width // 2, pixel=(2, 1), slots=slots)
    alone = solve_slots(plain, costs[:, ::2] + costs[:, 1::2], palette)
    shown = alone.indices.repeat(2, axis=1)
    inner = slice(EVERY * ROWS), slice(LEFT, LEFT + WIDE * COLUMNS)
    fixed = {"background": int(alone.slots[0].ravel()[0])}
    plain = replace(plain, width=WIDE * COLUMNS // 2, height=EVERY * ROWS, fixed=fixed)
    costs = costs[inner]
    reached = np.arange(EVERY * ROWS)[:, None] % EVERY < HIGH
    least, best = np.full((ROWS, COLUMNS), np.inf), np.zeros(costs.shape[:2], np.uint8)
    for colour in range(COLOURS):
        over = np.where(reached, costs[..., colour], np.inf).astype(np.float32)
        dots = np.minimum(costs, over[..., None])
        pixels = dots[:, ::2] + dots[:, 1::2]
        under = solve_slots(plain, pixels, palette).indices
        paid = _at(pixels, under).reshape(ROWS, EVERY, COLUMNS, -1).sum(axis=(1, 3))
        better = paid < least
        least[better] = paid[better]
        under = under.repeat(2, axis=1)
        found = np.where(over < _at(costs, under), np.uint8(colour), under)
        best = np.where(better.repeat(EVERY, axis=0).repeat(WIDE, axis=1), found, best)
    shown[inner] = best
    return shown


def _at(costs: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """What these colours, [H, W], cost, [H, W, 16]."""
    return np.asarray(np.take_along_axis(costs, colours[..., None].astype(np.intp), axis=2)[..., 0])
