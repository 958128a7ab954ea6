"""What a painter sees of each pixel: its colour, the palette's nearest two, and where it lies on the screen."""

from __future__ import annotations

import functools

import numpy as np
import torch
from torch import Tensor

from pixelstyle.screens import Dither

PLANES = 13
"""Three of the pixel's colour, three each of how far the nearest and the second nearest of the palette are off, two
threshold maps, and two of its place in its cell."""
_MAPS = ("bayer-8", "blue-noise")


def pixel_planes(picture: Tensor, toned: Tensor, colours: Tensor, cell: tuple[int, int]) -> Tensor:
    """float32 [B, PLANES, H, W] of a picture in OKLab, [B, 3, H, W], for a palette in OKLab, [K, 3].

    `toned`: the picture in the painting's tones, to which the palette's nearest are found.

    The threshold maps are what lets a convolution dither: on a flat area everything else is the same everywhere.
    """
    batch, _, height, width = picture.shape
    scale = picture.new_tensor([2.0, 5.0, 5.0]).view(1, 3, 1, 1)
    centre = picture.new_tensor([0.5, 0.0, 0.0]).view(1, 3, 1, 1)
    flat = toned.flatten(2)
    apart = colours.square().sum(dim=1).view(1, -1, 1) - 2 * torch.matmul(colours, flat)
    first = apart == apart.amin(dim=1, keepdim=True)
    others = apart.masked_fill(first, torch.inf)
    second = others == others.amin(dim=1, keepdim=True)
    # By masks, since an argmin over so few is slow; colours that are as near as one another count as their mean.
    masks = [mask.to(picture.dtype) for mask in (first, second)]
    offsets = [
        (torch.matmul(colours.T, mask) / mask.sum(dim=1, keepdim=True)).view_as(picture) - toned for mask in masks
    ]
    place = torch.from_numpy(_places(height, width, cell)).to(picture.device).expand(batch, -1, -1, -1)
    return torch.cat([(picture - centre) * scale, *(offset * scale for offset in offsets), place], dim=1)


@functools.lru_cache(maxsize=32)
def _places(height: int, width: int, cell: tuple[int, int]) -> np.ndarray:
    """float32 [1, 4, H, W], -1..1: two threshold maps, and the place in the cell across and down."""
    planes = [Dither(name).thresholds_over(height, width) * 2 - 1 for name in _MAPS]
    rows, columns = np.mgrid[:height, :width]
    for steps, part in ((columns, cell[0]), (rows, cell[1])):
        planes.append((steps % part + 0.5) / part * 2 - 1 if part else np.zeros((height, width)))
    return np.stack(planes).astype(np.float32)[None]
