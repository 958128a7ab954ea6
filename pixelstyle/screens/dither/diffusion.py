"""Error diffusion: what a pixel's colour misses is handed to neighbours that are yet to come.

Each pixel chooses among its own colours only (those of its cell). Nothing is handed across the picture's edge, and
what a pixel wants stays inside the cube of real colours, so that a cell which cannot show a hue does not smear it
over the next.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.dither.pickers import Picker, pickers

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
    wanted: list[list[float]], line: list[Picker], to_next: float, to_second: float
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
        red = 0.0 if red < 0.0 else 1.0 if red > 1.0 else red
        green = 0.0 if green < 0.0 else 1.0 if green > 1.0 else green
        blue = 0.0 if blue < 0.0 else 1.0 if blue > 1.0 else blue
        least = 1e9
        for a, b, c, offset, colour in few if isinstance(few, tuple) else few(red, green, blue):
            cost = red * a + green * b + blue * c + offset
            if cost < least:
                least, best = cost, colour
        miss_red, miss_green, miss_blue = red - best[0], green - best[1], blue - best[2]
        indices.append(best[3])
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
    red = green = blue = 0.0
    for x, y in hilbert_curve(width, height).tolist():
        pixel = wanted[y][x]
        near = [min(max(value + carried, 0.0), 1.0) for value, carried in zip(pixel, (red, green, blue), strict=True)]
        least, few = 1e9, pick[y][x]
        for a, b, c, offset, colour in few if isinstance(few, tuple) else few(*near):
            cost = near[0] * a + near[1] * b + near[2] * c + offset
            if cost < least:
                least, best = cost, colour
        result[y, x] = best[3]
        red = (red * _RIEMERSMA_FADE) + (pixel[0] - best[0]) * strength
        green = (green * _RIEMERSMA_FADE) + (pixel[1] - best[1]) * strength
        blue = (blue * _RIEMERSMA_FADE) + (pixel[2] - best[2]) * strength
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
