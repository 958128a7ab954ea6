"""Tidiness: a pixel artist's dislike of pixels that stand alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from pixelstyle.objectives.objective import Summand

_NEIGHBOURS = tuple((dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dy, dx) != (0, 0))
CLEAN_WEIGHT = 20.0
"""The term's weight at `--clean 1`, beside a content weight of 1: found by looking."""

_FAR = 100.0
"""A value outside the picture, so unlike any colour that its weight is 0; infinity would have no gradient."""


class OfNativePixels(Summand):
    """A term that looks at native pixels and their neighbours alone."""

    layers: tuple[str, ...] = ()

    def __init__(self, pixel: tuple[int, int]) -> None:
        """`pixel`: shown pixels per native pixel, across and down."""
        self.pixel = pixel

    def differences(self, picture: Tensor) -> Tensor:
        """Of a shown picture [1, 3, H, W] the squared sRGB differences (mean over channels) of each native pixel to its
        eight neighbours, [8, 1, h, w]; beyond the edge all is unlike."""
        across, down = self.pixel
        native = picture[..., ::down, ::across]
        height, width = native.shape[-2:]
        padded = torch.nn.functional.pad(native, (1, 1, 1, 1), value=_FAR)
        return torch.stack(
            [
                (padded[..., 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] - native).square().mean(dim=1)
                for dy, dx in _NEIGHBOURS
            ]
        )


class Tidiness(OfNativePixels):
    """How far the pixels are from their most similar neighbour: the mean over native pixels of the least squared sRGB
    difference (mean over channels) to one of the eight neighbours. 0 when every pixel has a neighbour of its colour.

    An orphan pixel costs what it stands out by; a pixel inside a line, a cluster or an area costs nothing, so that
    outlines and one-pixel lines stay, which smoothing by total variation would blur.
    """

    name = "tidiness"

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        # A soft minimum lets the gradient pull towards all similar neighbours, not only the first of equals.
        stacked = self.differences(picture)
        weights = torch.softmax(-stacked.detach() / 0.01, dim=0)
        return (weights * stacked).sum(dim=0).mean()

    def __repr__(self) -> str:
        return "Tidiness()"


def count_orphan_pixels(indices: np.ndarray) -> int:
    """How many pixels of [H, W] palette indices have no neighbour, of eight, of their own colour.

    >>> count_orphan_pixels(np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]], np.uint8))
    1
    """
    height, width = indices.shape
    padded = np.pad(indices.astype(np.int16), 1, constant_values=-1)
    alone = np.ones(indices.shape, dtype=bool)
    for dy, dx in _NEIGHBOURS:
        alone &= padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] != indices
    return int(alone.sum())
