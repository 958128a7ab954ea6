"""Ordered dithers for any palette: each pixel finds the two of its colours, and their mixture, that come nearest to
what it wants.

A threshold map then says which of the two it shows. A mixture of far-apart colours looks coarse, and pays for that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import numpy as np

from pixelstyle.arrays import Choices, Indices, Planes, Points
from pixelstyle.screens.dither.kind import Kind, coarseness
from pixelstyle.screens.dither.pickers import TO_YUV

_MOST = 12
"""Of more choices than these, a pixel looks only at the nearest: mixtures of further ones would look coarse anyway."""
_BLOCK = 16384


@dataclass(frozen=True)
class Ordered(Kind):
    """A threshold map laid out over the picture."""

    name: str
    make: Callable[[], np.ndarray]
    """Makes the map, float [n, n], 0..1: only when it is wanted, and once."""
    place: ClassVar[int] = 2

    def apply(self, picture: Planes, choices: Choices, colours: Points, strength: float, serpentine: bool) -> Indices:
        return ordered(picture, choices, colours, self.thresholds, coarseness(strength))

    @property
    def thresholds(self) -> np.ndarray:
        """The map, float [n, n], 0..1."""
        return _made(self)


@cache
def _made(dither: Ordered) -> np.ndarray:
    return dither.make()


def ranks(values: np.ndarray) -> np.ndarray:
    """Thresholds at the middle of each rank's share, [n, n], the least value first; equals in reading order."""
    order = np.empty(values.size)
    order[values.ravel().argsort(kind="stable")] = np.arange(values.size)
    return ((order + 0.5) / values.size).reshape(values.shape)


def laid_out(thresholds: np.ndarray, height: int, width: int) -> np.ndarray:
    """A map of thresholds [n, m] over a picture, [height, width]."""
    side_y, side_x = thresholds.shape
    return np.tile(thresholds, (-(-height // side_y), -(-width // side_x)))[:height, :width]


def ordered(
    picture: np.ndarray, choices: np.ndarray, colours: np.ndarray, thresholds: np.ndarray, noise: float
) -> np.ndarray:
    """uint8 [H, W] of palette indices; picture: sRGB [H, W, 3], choices: uint8 [H, W, M], colours: sRGB [K, 3].

    A mixture with a share r of its second colour costs its squared distance from the wanted colour plus
    `noise` * r (1 - r) times the squared distance of the two colours, in Y'UV.
    """
    height, width = picture.shape[:2]
    tiled = laid_out(thresholds, height, width).ravel()
    space = (colours.astype(np.float32) @ TO_YUV.T.astype(np.float32)).astype(np.float32)
    wanted = (picture.reshape(-1, 3).astype(np.float32) @ TO_YUV.T.astype(np.float32)).astype(np.float32)
    flat = choices.reshape(height * width, -1)
    result = np.empty(height * width, np.uint8)
    levels = len(np.unique(thresholds))
    for start in range(0, height * width, _BLOCK):
        part = slice(start, start + _BLOCK)
        result[part] = _block(wanted[part], flat[part], space, tiled[part], levels, noise)
    return result.reshape(height, width)


def _block(
    wanted: np.ndarray, choices: np.ndarray, space: np.ndarray, thresholds: np.ndarray, levels: int, noise: float
) -> np.ndarray:
    """The above for some pixels: wanted [N, 3], choices [N, M], thresholds [N]."""
    offset = space[choices] - wanted[:, None]
    if choices.shape[1] > _MOST:
        near = np.argpartition((offset**2).sum(axis=2), _MOST, axis=1)[:, :_MOST]
        choices = np.take_along_axis(choices, near, axis=1)
    # From dark to light, so that neighbouring pixels with the same two colours use the map the same way round.
    rank = np.empty(len(space), np.intp)
    rank[space[:, 0].argsort(kind="stable")] = np.arange(len(space))
    choices = np.take_along_axis(choices, rank[choices].argsort(axis=1, kind="stable"), axis=1)
    offset = space[choices] - wanted[:, None]
    alone = (offset**2).sum(axis=2)
    best = alone.min(axis=1)
    result = np.take_along_axis(choices, alone.argmin(axis=1)[:, None], axis=1)[:, 0]
    for first in range(choices.shape[1] - 1):
        for second in range(first + 1, choices.shape[1]):
            apart = offset[:, second] - offset[:, first]
            size = np.maximum((apart**2).sum(axis=1), 1e-9)
            along = -(offset[:, first] * apart).sum(axis=1)
            # The share that has the right average, not the slightly purer one of least cost: areas keep their tone.
            share = np.round(np.clip(along / size, 0, 1) * levels) / levels
            cost = alone[:, first] - 2 * share * along + share**2 * size + noise * share * (1 - share) * size
            better = cost < best - 1e-7
            best[better] = cost[better]
            shown = np.where(share > thresholds, choices[:, second], choices[:, first])
            result[better] = shown[better]
    return result
