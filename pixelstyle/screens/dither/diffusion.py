"""Error diffusion: what a pixel's colour misses is handed to neighbours that are yet to come.

Each pixel chooses among its own colours only (those of its cell). Nothing is handed across the picture's edge, and
what a pixel wants stays inside the cube of real colours, so that a cell which cannot show a hue does not smear it
over the next.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.dither.pickers import PARTS, Boxes, Few, pickers

Kernel = tuple[tuple[int, int, float], ...]
"""(pixels ahead, lines down, share of the error) for each neighbour."""


def _kernel(divisor: int, *rows: tuple[int, ...]) -> Kernel:
    """Rows of weights as papers print them: the middle column is the pixel itself, the first row only what is
    ahead."""
    middle = len(rows[-1]) // 2
    return tuple(
        (column - middle, down, weight / divisor)
        for down, row in enumerate(rows)
        for column, weight in enumerate(row)
        if weight
    )


KERNELS: dict[str, Kernel] = {
    # Floyd and Steinberg, "An adaptive algorithm for spatial greyscale" (1976)
    "floyd-steinberg": _kernel(16, (0, 0, 7), (3, 5, 1)),
    # Jarvis, Judice and Ninke, "A survey of techniques for the display of continuous tone pictures ..." (1976)
    "jarvis": _kernel(48, (0, 0, 0, 7, 5), (3, 5, 7, 5, 3), (1, 3, 5, 3, 1)),
    # Stucki, "MECCA: a multiple-error correcting computation algorithm ..." (1981)
    "stucki": _kernel(42, (0, 0, 0, 8, 4), (2, 4, 8, 4, 2), (1, 2, 4, 2, 1)),
    # Bill Atkinson's for the Macintosh hands on only 6/8, which keeps shadows and lights clean
    "atkinson": _kernel(8, (0, 0, 0, 1, 1), (0, 1, 1, 1, 0), (0, 0, 1, 0, 0)),
    # Frankie Sierra's three-row filter (1989)
    "sierra": _kernel(32, (0, 0, 0, 5, 3), (2, 4, 5, 4, 2), (0, 2, 3, 2, 0)),
}

_RIEMERSMA_FADE = 16 ** (-1 / 15)
"""How much of an error is left one pixel further along the curve: a sixteenth after fifteen."""


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


def riemersma(picture: np.ndarray, choices: np.ndarray, colours: np.ndarray, strength: float) -> np.ndarray:
    """As `diffuse`, but along a Hilbert curve, each pixel's error fading over those that follow it.

    Thiadmer Riemersma, "A balanced dithering technique" (1998), with a fade that never ends in place of a queue of 16.
    """
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
        miss_red = miss_red * _RIEMERSMA_FADE + (own_red - best[0]) * strength
        miss_green = miss_green * _RIEMERSMA_FADE + (own_green - best[1]) * strength
        miss_blue = miss_blue * _RIEMERSMA_FADE + (own_blue - best[2]) * strength
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
