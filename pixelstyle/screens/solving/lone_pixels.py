"""Pixels that stand alone brought to a neighbour's colour, as a pixel artist cleans up a picture, but for those that
the content has as well: a star, a glint in an eye."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.arrays import Mask, Rgb
from pixelstyle.colour import srgb_to_oklab
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.solving.clusters import beside

_NEIGHBOURS = tuple((dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dy, dx) != (0, 0))
_SPOT = 0.1
"""How far in OKLab a pixel of the content has to be from all eight around it to be one that is meant."""
_MORE = 0.002
"""What each neighbour of a colour speaks for it, beside squared distances in OKLab."""
_CALM = 1.4
"""The power by which a greater weight asks for less calm."""
_ROUNDS = 3
_BARRED = 1e6


def without_lone_pixels(picture: NativePicture, guide: Rgb, weight: float, still: Mask | None = None) -> NativePicture:
    """The picture in which pixels without a neighbour, of eight, of their own colour have the most fitting colour of a
    neighbour's that their cell holds. How calm it has to be around one, the `weight` says, 0..1: at 0.5 four of the
    eight are of one colour, one less than where the eye for craft calls it a fault; at 1 all go, those of many-coloured
    dithers, too.

    `guide`, [H, W, 3] in native pixels, is the content, whose own spots stay. Pixels that are `still`, bool [H, W],
    keep their colour. The result is as legal as the picture; modes whose rules bind pixels otherwise than by colours of
    cells (tiles, signals) are not for this.
    """
    points = srgb_to_oklab(picture.palette.srgb())
    kept = _spots(guide) if still is None else _spots(guide) | still
    barred = np.ones((*picture.indices.shape, len(points)), bool)
    np.put_along_axis(barred, picture.choices().astype(np.int64), False, axis=2)
    indices = picture.indices.astype(np.int64)
    far = ((points[indices][:, :, None] - points) ** 2).sum(axis=3) + _BARRED * barred
    ground = 1 + round(8 * (1 - weight) ** _CALM)
    down, across = np.indices(indices.shape)
    for _ in range(_ROUNDS):
        before = indices
        for part in range(4):  # no two neighbours at once, which could change places for ever
            near = beside(indices, len(points))
            alone = np.take_along_axis(near, indices[..., None], axis=2)[..., 0] == 0
            costs = np.where(near > 0, far - _MORE * near, np.inf)
            best = costs.argmin(axis=2)
            off = np.take_along_axis(far, best[..., None], axis=2)[..., 0]
            goes = alone & (near.max(axis=2) >= ground) & (off < _BARRED) & ~kept
            moves = goes & (down % 2 * 2 + across % 2 == part)
            indices = np.where(moves, best, indices)
        if np.array_equal(before, indices):
            break
    return replace(picture, indices=indices.astype(np.uint8), codes=None)


def _spots(guide: Rgb) -> Mask:
    """bool [H, W]: where the content itself has a pixel that stands alone."""
    points = srgb_to_oklab(guide)
    height, width = points.shape[:2]
    padded = np.pad(points, ((1, 1), (1, 1), (0, 0)), constant_values=np.inf)
    alone = np.ones((height, width), bool)
    for dy, dx in _NEIGHBOURS:
        there = padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]
        alone &= ((there - points) ** 2).sum(axis=2) > _SPOT**2
    return alone
