"""What can be measured of what people see: colours from afar, dots, restless cells, borders."""

from __future__ import annotations

import numpy as np

from benchmarks._unseen import from_afar
from pixelstyle.colour import ciede2000, srgb_to_lab, srgb_to_oklab
from pixelstyle.objectives import count_orphan_pixels
from pixelstyle.screens import NativePicture, cut_cells

CALM = 0.04
"""Neighbouring cells of a content whose mean colours are nearer than this in OKLab have no edge between them."""
BORDER = 8
"""Shown pixels of the strip along the border."""


def colour_difference(picture: np.ndarray, reference: np.ndarray, sigma: float) -> tuple[float, float]:
    """CIEDE2000 between two pictures, float [H, W, 3], 0..1, seen from afar: the mean and the 95th percentile."""
    found = _differences(picture, reference, sigma)
    return float(found.mean()), float(np.percentile(found, 95))


def border_against_middle(picture: np.ndarray, reference: np.ndarray, sigma: float = 2.0) -> float:
    """How many times as far off the colours seen from afar are in a strip along the border as in the middle."""
    found = _differences(picture, reference, sigma)
    middle = found[BORDER:-BORDER, BORDER:-BORDER]
    strip = (found.sum() - middle.sum()) / (found.size - middle.size)
    return float(strip / max(1e-6, middle.mean()))


def lone_pixels(native: NativePicture) -> float:
    """The part of the native pixels that have the colour of none of their eight neighbours."""
    return count_orphan_pixels(_colour_numbers(native)) / native.indices.size


def dither_contrast(native: NativePicture) -> float:
    """Mean OKLab distance of a dot from its two neighbours in a row or column that are alike and not like it; 0 where
    there are no such dots."""
    points = srgb_to_oklab(native.native_rgb() / np.float32(255))
    found = []
    for axis in (0, 1):
        lines = np.moveaxis(points, axis, 0)
        before, dot, after = lines[:-2], lines[1:-1], lines[2:]
        contrast = np.linalg.norm(dot - before, axis=-1)
        dithered = (contrast > 1e-4) & (np.linalg.norm(after - before, axis=-1) < contrast / 2)
        found.append(contrast[dithered])
    contrasts = np.concatenate(found)
    return float(contrasts.mean()) if len(contrasts) else 0.0


def restless_cells(native: NativePicture, content: np.ndarray) -> float | None:
    """Of the neighbouring attribute cells between which the content, float [H, W, 3] in native pixels, has no edge: the
    part that have less than half of their colours in common. None for a mode without cells."""
    if not native.mode.cells:
        return None
    size = native.mode.cells[0]
    lines, pixels = (side - side % part for side, part in zip(native.indices.shape, reversed(size), strict=True))
    numbers = cut_cells(_colour_numbers(native)[:lines, :pixels], size)
    means = cut_cells(srgb_to_oklab(content[:lines, :pixels]), size)
    rows, columns = numbers.shape[:2]
    colours = [[set(np.unique(numbers[row, column])) for column in range(columns)] for row in range(rows)]
    middle = means.reshape(rows, columns, -1, 3).mean(axis=2)
    calm = restless = 0
    for row in range(rows):
        for column in range(columns):
            for down, across in ((0, 1), (1, 0)):
                if row + down == rows or column + across == columns:
                    continue
                if np.linalg.norm(middle[row, column] - middle[row + down, column + across]) < CALM:
                    one, other = colours[row][column], colours[row + down][column + across]
                    calm += 1
                    restless += len(one & other) < max(len(one), len(other)) / 2
    return restless / max(1, calm)


def _differences(picture: np.ndarray, reference: np.ndarray, sigma: float) -> np.ndarray:
    """CIEDE2000 of each pixel, [H, W]."""
    one, other = (srgb_to_lab(from_afar(each, sigma).astype(np.float64)) for each in (picture, reference))
    return ciede2000(one, other)


def _colour_numbers(native: NativePicture) -> np.ndarray:
    """int64 [H, W]: the same number wherever the same colour is shown, whatever its index."""
    packed = native.native_rgb().astype(np.int64) @ np.array([65536, 256, 1])
    return np.unique(packed, return_inverse=True)[1].reshape(packed.shape)
