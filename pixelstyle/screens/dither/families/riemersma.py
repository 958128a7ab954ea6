"""Riemersma's dither: errors handed on along a Hilbert curve, which leaves no pattern of lines.

Thiadmer Riemersma, "A balanced dithering technique" (1998), with a fade that never ends in place of a queue of 16.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from pixelstyle.arrays import Choices, Indices, Planes, Points
from pixelstyle.screens.dither.kind import Kind
from pixelstyle.screens.dither.pickers import PARTS, pickers

_FADE = 16 ** (-1 / 15)
"""How much of an error is left one pixel further along the curve: a sixteenth after fifteen."""


@dataclass(frozen=True)
class Riemersma(Kind):
    """Error diffusion along a curve, each pixel's error fading over those that follow it."""

    name: str
    place: ClassVar[int] = 1

    def apply(self, picture: Planes, choices: Choices, colours: Points, strength: float, serpentine: bool) -> Indices:
        return riemersma(picture, choices, colours, strength)


def riemersma(picture: np.ndarray, choices: np.ndarray, colours: np.ndarray, strength: float) -> np.ndarray:
    """uint8 [H, W] of palette indices; the arguments are those of `Kind.apply`."""
    height, width = picture.shape[:2]
    wanted = picture.astype(np.float64).tolist()
    pick = pickers(choices, colours)
    result = np.empty((height, width), np.uint8)
    miss_red = miss_green = miss_blue = 0.0
    for x, y in hilbert_curve(width, height).tolist():
        own_red, own_green, own_blue = wanted[y][x]
        red = min(max(own_red + miss_red, 0.0), 1.0)
        green = min(max(own_green + miss_green, 0.0), 1.0)
        blue = min(max(own_blue + miss_blue, 0.0), 1.0)
        least, few = 1e9, pick[y][x]
        if not isinstance(few, tuple):
            few = few[int(red * PARTS) << 8 | int(green * PARTS) << 4 | int(blue * PARTS)]
        for a, b, c, offset, colour in few:
            cost = red * a + green * b + blue * c + offset
            if cost < least:
                least, best = cost, colour
        result[y, x] = best[3]
        miss_red = miss_red * _FADE + (own_red - best[0]) * strength
        miss_green = miss_green * _FADE + (own_green - best[1]) * strength
        miss_blue = miss_blue * _FADE + (own_blue - best[2]) * strength
    return result


def hilbert_curve(width: int, height: int) -> np.ndarray:
    """(x, y) of every pixel, [width * height, 2], along the Hilbert curve of the smallest square that holds the
    picture."""
    order = max(width - 1, height - 1).bit_length()
    rest = np.arange(4**order)
    x, y = np.zeros_like(rest), np.zeros_like(rest)
    for level in range(order):
        side = 1 << level
        right, down = rest >> 1 & 1, (rest ^ (rest >> 1)) & 1
        flip = (down == 0) & (right == 1)
        x, y = np.where(flip, side - 1 - x, x), np.where(flip, side - 1 - y, y)
        x, y = np.where(down == 0, y, x), np.where(down == 0, x, y)
        x, y = x + side * right, y + side * down
        rest = rest >> 2
    inside = (x < width) & (y < height)
    return np.stack([x[inside], y[inside]], axis=1)


DITHERS = (Riemersma("riemersma"),)
