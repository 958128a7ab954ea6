"""Error diffusion: what a pixel's colour misses is handed to neighbours that are yet to come.

Each pixel chooses among its own colours only (those of its cell). Nothing is handed across the picture's edge, and
what a pixel wants stays inside the cube of real colours, so that a cell which cannot show a hue does not smear it
over the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from pixelstyle.arrays import Choices, Indices, Planes, Points
from pixelstyle.screens.dither.kind import Kind
from pixelstyle.screens.dither.pickers import PARTS, Boxes, Few, pickers

Kernel = tuple[tuple[int, int, float], ...]
"""(pixels ahead, lines down, share of the error) for each neighbour."""


def kernel_of(divisor: int, *rows: tuple[int, ...]) -> Kernel:
    """Rows of weights as papers print them: the middle column is the pixel itself, the first row only what is
    ahead."""
    middle = len(rows[-1]) // 2
    return tuple(
        (column - middle, down, weight / divisor)
        for down, row in enumerate(rows)
        for column, weight in enumerate(row)
        if weight
    )


@dataclass(frozen=True)
class ErrorDiffusion(Kind):
    """Error diffusion line by line, with one kernel."""

    name: str
    kernel: Kernel
    place: ClassVar[int] = 0

    def apply(self, picture: Planes, choices: Choices, colours: Points, strength: float, serpentine: bool) -> Indices:
        return diffuse(picture, choices, colours, self.kernel, strength, serpentine)


def diffuse(
    picture: np.ndarray, choices: np.ndarray, colours: np.ndarray, kernel: Kernel, strength: float, serpentine: bool
) -> np.ndarray:
    """uint8 [H, W] of palette indices.

    picture: sRGB [H, W, 3]; choices: uint8 [H, W, M], the indices each pixel may take; colours: the palette, sRGB
    [K, 3]. With `serpentine`, every other line runs from right to left.
    """
    height, width = picture.shape[:2]
    reach = max(abs(ahead) for ahead, _, _ in kernel)
    below = max(down for _, down, _ in kernel)
    on_line = {ahead: share * strength for ahead, down, share in kernel if not down}
    # With margins that swallow what would leave the picture.
    handed_down = np.zeros((height + below, width + 2 * reach, 3))
    result = np.empty((height, width), np.uint8)
    for y, line in enumerate(pickers(choices, colours)):
        way = -1 if serpentine and y % 2 else 1
        wanted = (picture[y] + handed_down[y, reach : reach + width])[::way].tolist()
        indices, errors = _line(wanted, line[::way], on_line.get(1, 0.0), on_line.get(2, 0.0))
        result[y, ::way] = indices
        missed = np.array(errors).reshape(width, 3)[::way]
        for ahead, down, share in kernel:
            if down:
                start = reach + way * ahead
                handed_down[y + down, start : start + width] += missed * (share * strength)
    return result


def _line(
    wanted: list[list[float]], line: list[Few | Boxes], to_next: float, to_second: float
) -> tuple[list[int], list[float]]:
    """The palette indices of a line of wanted colours, sRGB, in the order in which they are looked at, and what each
    misses, three numbers a pixel; the next pixel and the second next get these shares of it."""
    indices: list[int] = []
    errors: list[float] = []
    miss_red = miss_green = miss_blue = last_red = last_green = last_blue = 0.0
    for (red, green, blue), few in zip(wanted, line, strict=True):
        red += to_next * miss_red
        green += to_next * miss_green
        blue += to_next * miss_blue
        if to_second:
            red += to_second * last_red
            green += to_second * last_green
            blue += to_second * last_blue
            last_red, last_green, last_blue = miss_red, miss_green, miss_blue
        if not 0.0 <= red <= 1.0:
            red = 0.0 if red < 0.0 else 1.0
        if not 0.0 <= green <= 1.0:
            green = 0.0 if green < 0.0 else 1.0
        if not 0.0 <= blue <= 1.0:
            blue = 0.0 if blue < 0.0 else 1.0
        least = 1e9
        if not isinstance(few, tuple):
            few = few[int(red * PARTS) << 8 | int(green * PARTS) << 4 | int(blue * PARTS)]
        for a, b, c, offset, colour in few:
            cost = red * a + green * b + blue * c + offset
            if cost < least:
                least, best = cost, colour
        best_red, best_green, best_blue, index = best
        indices.append(index)
        miss_red, miss_green, miss_blue = red - best_red, green - best_green, blue - best_blue
        errors += (miss_red, miss_green, miss_blue)
    return indices, errors
