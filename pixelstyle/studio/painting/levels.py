"""Colours that no palette lists, by number: (red * levels + green) * levels + blue."""

from __future__ import annotations

from functools import cache

import numpy as np

from pixelstyle.colour import srgb_to_oklab

_TABLED = 32
"""Levels of which all colours are worth a table."""


def numbers_of(rgb: np.ndarray, levels: int) -> np.ndarray:
    """The numbers, int [...], of colours, uint8 [..., 3]."""
    parts = np.rint(rgb * ((levels - 1) / 255)).astype(np.int64)
    return np.asarray((parts[..., 0] * levels + parts[..., 1]) * levels + parts[..., 2])


@cache
def points_of(levels: int) -> np.ndarray:
    """All of them in OKLab, float32 [levels ** 3, 3]."""
    one = np.arange(levels, dtype=np.float32) / (levels - 1)
    return np.asarray(srgb_to_oklab(np.stack(np.meshgrid(one, one, one, indexing="ij"), axis=-1).reshape(-1, 3)))


def points_at(numbers: np.ndarray, levels: int) -> np.ndarray:
    """Those of some numbers, int [...], in OKLab: float32 [..., 3]."""
    if levels <= _TABLED:
        return np.asarray(points_of(levels)[numbers])
    return np.asarray(srgb_to_oklab(_parts(numbers, levels).astype(np.float32) / (levels - 1)))


def rgb_of(numbers: np.ndarray, levels: int) -> np.ndarray:
    """The colours, uint8 [..., 3], that numbers, int [...], stand for."""
    return np.rint(_parts(numbers, levels) * (255 / (levels - 1))).astype(np.uint8)


def _parts(numbers: np.ndarray, levels: int) -> np.ndarray:
    return np.stack([numbers // levels**2, numbers // levels % levels, numbers % levels], axis=-1)
