"""Pixels merged into clusters, as a pixel artist lays them: confetti that a small screen has no room for becomes areas.

Each pixel has a colour near the mean of those around it that belong together, and pays for every neighbour of another
colour (Potts' model: Geman and Geman, "Stochastic Relaxation, Gibbs Distributions, and the Bayesian Restoration of
Images", 1984; here minimised from the nearest colours on by Besag's iterated conditional modes, 1986). What belongs
together a guide picture says (Petschnigg et al., "Digital Photography with Flash and No-Flash Image Pairs", 2004: joint
bilateral means), so that its outlines stay where they are, also those that are a pixel wide.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.arrays import Costs, Mask, Planes, Rgb
from pixelstyle.colour import linear_to_srgb, srgb_to_linear, srgb_to_oklab
from pixelstyle.screens.native import NativePicture

PRICE = 0.008
"""What a neighbour of another colour costs at full weight, beside squared distances in OKLab; a diagonal one less."""
_DIAGONAL = 0.7
_REACH = 3
"""How many native pixels away others may count for a mean."""
_SPREAD, _LIKENESS = 1.5, 0.06
"""The deviations, in pixels and in OKLab, at which they count less."""
_OWN = 0.2
"""What a pixel's own colour counts beside the mean."""
_ROUNDS = 6
_BARRED = 1e6


def in_clusters(picture: NativePicture, guide: Rgb, weight: float, still: Mask | None = None) -> NativePicture:
    """The picture with its pixels merged into clusters, the more the higher the `weight`, 0..1.

    `guide`, [H, W, 3] in native pixels, is whose outlines stay: the content. Pixels that are `still`, bool [H, W], keep
    their colour. What a pixel may have is what its cell holds already, so that the result is as legal as the picture;
    modes whose rules bind pixels otherwise (tiles, signals) are not for this.
    """
    colours = picture.palette.srgb()
    costs = _costs(picture, guide, colours)
    indices = np.where(still, picture.indices, costs.argmin(axis=2)) if still is not None else costs.argmin(axis=2)
    down, across = np.indices(indices.shape)
    for _ in range(_ROUNDS):
        before = indices
        for part in range(4):  # no two neighbours at once, which could change places for ever
            best = (costs - weight * PRICE * beside(indices, len(colours), _DIAGONAL)).argmin(axis=2)
            moves = (down % 2 * 2 + across % 2) == part
            indices = np.where(moves if still is None else moves & ~still, best, indices)
        if np.array_equal(before, indices):
            break
    return replace(picture, indices=indices.astype(np.uint8), codes=None)


def _costs(picture: NativePicture, guide: Rgb, colours: Rgb) -> Costs:
    """What each pixel pays for each colour, [H, W, K]."""
    shown = colours[picture.indices]
    points = srgb_to_oklab(colours)
    costs = np.zeros((*picture.indices.shape, len(colours)), np.float32)
    for share, wanted in ((_OWN, shown), (1 - _OWN, _means(shown, guide))):
        costs += share * ((srgb_to_oklab(wanted)[:, :, None] - points) ** 2).sum(axis=3)
    barred = np.ones(costs.shape, bool)
    np.put_along_axis(barred, picture.choices().astype(np.int64), False, axis=2)
    costs[barred] = _BARRED
    return costs


def _means(picture: Rgb, guide: Rgb) -> Planes:
    """For each pixel of [H, W, 3] the mean, in linear light, of those around it that are alike in the guide."""
    height, width = picture.shape[:2]
    alike, light = srgb_to_oklab(guide), srgb_to_linear(picture)
    beside = [(_REACH, _REACH), (_REACH, _REACH), (0, 0)]
    wide_alike, wide_light = (np.pad(planes, beside, mode="edge") for planes in (alike, light))
    sums, weights = np.zeros_like(light), np.zeros((height, width, 1), light.dtype)
    for y in range(2 * _REACH + 1):
        for x in range(2 * _REACH + 1):
            there = slice(y, y + height), slice(x, x + width)
            far = ((y - _REACH) ** 2 + (x - _REACH) ** 2) / _SPREAD**2
            unlike = ((wide_alike[there] - alike) ** 2).sum(axis=2, keepdims=True) / _LIKENESS**2
            weight = np.exp(-(far + unlike) / 2)
            sums += weight * wide_light[there]
            weights += weight
    return np.asarray(linear_to_srgb(sums / weights))


def beside(indices: np.ndarray, count: int, diagonal: float = 1.0) -> Planes:
    """How many of the eight around each pixel have each of `count` colours, diagonal ones counting so much: [H, W,
    K]."""
    height, width = indices.shape
    having = np.pad(np.eye(count, dtype=np.float32)[indices], [(1, 1), (1, 1), (0, 0)])
    found = np.zeros((height, width, count), np.float32)
    for y in range(3):
        for x in range(3):
            if (y, x) != (1, 1):
                found += (1.0 if 1 in (y, x) else diagonal) * having[y : y + height, x : x + width]
    return found
