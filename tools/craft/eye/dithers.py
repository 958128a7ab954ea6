"""Dithers that our solvers do not have, in any number of colours: hatching, rotated halftones, ordered ones, and
palettes by median cut with error diffusion or with nothing.

Pictures are float32 [H, W, 3], sRGB 0..1; what is made is uint8 [H, W, 3].
"""

from __future__ import annotations

import numpy as np
from PIL import Image

_SLOPES = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1))
_DIFFUSED, _ORDERED, _LINES, _DOTS, _BANDS = 3, 4, 5, 6, 7


def bayer(order: int) -> np.ndarray:
    """Thresholds 0..1 of Bayer's matrix, [2^order, 2^order]."""
    found: np.ndarray = np.zeros((1, 1))
    for _ in range(order):
        found = np.block([[4 * found, 4 * found + 2], [4 * found + 3, 4 * found + 1]])
    return (found + 0.5) / found.size


def thresholds(technique: int, height: int, width: int, chance: np.random.Generator) -> np.ndarray:
    """Thresholds 0..1, spread evenly, [height, width]: of an ordered dither, of hatching or of a halftone."""
    y, x = np.mgrid[:height, :width].astype(np.float64)
    if technique == _ORDERED:
        tile = bayer(int(chance.integers(1, 4)))
        if chance.random() < 0.25:
            tile = np.array([[0.25, 0.75], [0.75, 0.25]])
        return np.tile(tile, (height // len(tile) + 1, width // len(tile) + 1))[:height, :width]
    if technique == _LINES:
        a, b = _SLOPES[chance.integers(len(_SLOPES))]
        every = int(chance.integers(3, 7))
        found = ((a * x + b * y) % every + 0.5) / every
        if chance.random() < 0.25:  # cross-hatching: the second lines come in where it is darker
            crossed = ((b * x - a * y) % every + 0.5) / every
            found = _spread(np.minimum(found, 0.5 + crossed / 2) + 1e-6 * crossed)
        return np.asarray(found)
    angle, period = np.radians(chance.choice([0, 15, 30, 45, 45, 60, 75])), chance.uniform(4, 9)
    across, down = (x * np.cos(angle) + y * np.sin(angle)), (y * np.cos(angle) - x * np.sin(angle))
    return _spread(np.cos(2 * np.pi * across / period) + np.cos(2 * np.pi * down / period))


def _spread(values: np.ndarray) -> np.ndarray:
    """Values as their ranks, 0..1."""
    ranks = np.empty(values.size)
    ranks[values.ravel().argsort(kind="stable")] = np.arange(values.size)
    return ((ranks + 0.5) / values.size).reshape(values.shape)


def by_thresholds(picture: np.ndarray, technique: int, chance: np.random.Generator) -> np.ndarray:
    """A picture in two colours, in shades of grey, in levels of each channel, or in a palette of its own."""
    height, width = picture.shape[:2]
    kind, grid = int(chance.integers(4)), thresholds(technique, height, width, chance)
    if kind < 2:
        grey = (picture @ np.array([0.3, 0.59, 0.11]) - 0.5) * chance.uniform(0.8, 1.3) + 0.5
        steps = 1 if kind == 0 else int(chance.integers(2, 5))
        level = np.floor(grey.clip(0, 1) * steps * 0.999 + grid).clip(0, steps) / steps
        own = chance.random() < 0.6
        dark = np.asarray(chance.integers(0, 110, 3) if own else [0, 0, 0], float)
        light = np.asarray(chance.integers(150, 256, 3) if own else [255, 255, 255], float)
        return (dark + level[..., None] * (light - dark)).round().astype(np.uint8)
    if kind == 2:
        steps = int(chance.integers(1, 5))
        grids = [grid, grid, grid]
        if technique == _DOTS:
            grids = [thresholds(technique, height, width, chance) for _ in range(3)]
        level = np.floor(picture * steps * 0.999 + np.stack(grids, axis=-1)).clip(0, steps) / steps
        return np.asarray((level * 255).round().astype(np.uint8))
    palette = _palette(picture, int(chance.integers(3, 17)))
    moved = picture + (grid[..., None] - 0.5) * chance.uniform(0.15, 0.4)
    nearest = ((moved[:, :, None] - palette / 255) ** 2).sum(axis=-1).argmin(axis=-1)
    return np.asarray(palette[nearest].astype(np.uint8))


def by_median_cut(picture: np.ndarray, diffused: bool, chance: np.random.Generator) -> np.ndarray:
    """A picture in 3 to 48 colours of its own, with Floyd and Steinberg's error diffusion or with nothing."""
    image = _image(picture)
    colours = int(np.exp(chance.uniform(np.log(2), np.log(48))))
    with_palette = image.quantize(max(2, colours), Image.Quantize.MEDIANCUT)
    dither = Image.Dither.FLOYDSTEINBERG if diffused else Image.Dither.NONE
    return np.asarray(image.quantize(palette=with_palette, dither=dither).convert("RGB")).copy()


def posterised(picture: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A picture in a few levels of each channel."""
    steps = int(chance.integers(2, 9))
    return np.asarray(((picture * steps).round() / steps * 255).round().astype(np.uint8))


def quick(picture: np.ndarray, chance: np.random.Generator, technique: int | None = None) -> tuple[np.ndarray, int]:
    """A picture by one of these, or by the one that is named, and its technique's number in TECHNIQUES."""
    if technique is None:
        technique = int(chance.choice([_DIFFUSED, _ORDERED, _LINES, _LINES, _DOTS, _DOTS, _BANDS, _BANDS]))
    if technique == _DIFFUSED:
        return by_median_cut(picture, True, chance), technique
    if technique == _BANDS:
        made = posterised(picture, chance) if chance.random() < 0.5 else by_median_cut(picture, False, chance)
        return made, technique
    return by_thresholds(picture, technique, chance), technique


def _palette(picture: np.ndarray, colours: int) -> np.ndarray:
    cut = _image(picture).quantize(colours, Image.Quantize.MEDIANCUT)
    return np.array(cut.getpalette()[: 3 * colours], float).reshape(-1, 3)


def _image(picture: np.ndarray) -> Image.Image:
    return Image.fromarray((picture * 255).round().clip(0, 255).astype(np.uint8))
