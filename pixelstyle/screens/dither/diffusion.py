"""Error diffusion: what a pixel's colour misses is handed to neighbours that are yet to come.

Each pixel chooses among its own colours only (those of its cell). Nothing is handed across the picture's edge, and
what a pixel wants stays inside the cube of real colours, so that a cell which cannot show a hue does not smear it
over the next.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.dither.pickers import pickers

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
    # One list of errors for each line that the kernel reaches, with margins that swallow what would leave the picture.
    lines = [[0.0] * (3 * (width + 2 * reach)) for _ in range(below + 1)]
    wanted = picture.astype(np.float64).reshape(height, -1).tolist()
    result = np.empty((height, width), np.uint8)
    for y, pick in enumerate(pickers(choices, colours)):
        backwards = serpentine and y % 2 == 1
        steps = [(lines[down], 3 * (-ahead if backwards else ahead), share * strength) for ahead, down, share in kernel]
        row, carried, out = wanted[y], lines[0], [0] * width
        for x in range(width - 1, -1, -1) if backwards else range(width):
            i, j = 3 * x, 3 * (x + reach)
            red, green, blue = row[i] + carried[j], row[i + 1] + carried[j + 1], row[i + 2] + carried[j + 2]
            red = 0.0 if red < 0.0 else 1.0 if red > 1.0 else red
            green = 0.0 if green < 0.0 else 1.0 if green > 1.0 else green
            blue = 0.0 if blue < 0.0 else 1.0 if blue > 1.0 else blue
            best = pick[x](red, green, blue)
            out[x] = best[7]
            red, green, blue = red - best[4], green - best[5], blue - best[6]
            for line, step, share in steps:
                at = j + step
                line[at] += red * share
                line[at + 1] += green * share
                line[at + 2] += blue * share
        result[y] = out
        lines = [*lines[1:], [0.0] * len(carried)]
    return result


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
        best = pick[y][x](
            *(min(max(value + carried, 0.0), 1.0) for value, carried in zip(pixel, (red, green, blue), strict=True))
        )
        result[y, x] = best[7]
        red = (red * _RIEMERSMA_FADE) + (pixel[0] - best[4]) * strength
        green = (green * _RIEMERSMA_FADE) + (pixel[1] - best[5]) * strength
        blue = (blue * _RIEMERSMA_FADE) + (pixel[2] - best[6]) * strength
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
