"""What makes a mixture of colours a good dither: the order of its pixels, and hues that are not far apart."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.screens import Dither

ORDER = 6.25
"""What a threshold is worth, times the palette's spacing and a colour's lightness beyond the mean, both in OKLab; for
logits that are squared distances there."""
HUES = 0.25
"""What it costs that mixtures, of a pixel or of a few side by side, are of far hues: their variance in OKLab's a and b
within 3 x 3 pixels, in units of 0.01. Green and pink are beige from afar, and green and pink from near."""
OPPOSITE = 1.0
"""What opposite hues among them cost besides, in the same units: with grey, a hue has none opposite."""
_UNIT = 0.01
_NEGLIGIBLE = 1e-2
"""Of a quadratic form's largest eigenvalue: directions that hardly count."""


def ordered(colours: Tensor, lines: int, pixels: int) -> Tensor:
    """What is added to the logits of a palette, [K, 3], sRGB 0..1, so that equal mixtures become an ordered dither:
    [lines, pixels, K].

    Light colours gain where Bayer's matrix has a high threshold and lose where it has a low one. Mixtures that are
    cooled without it break their symmetry by noise, and become worms and mazes.
    """
    points = srgb_to_oklab(colours)
    thresholds = Dither("bayer-4").thresholds_over(lines, pixels) - 0.5
    laid_out = torch.from_numpy(thresholds.astype(np.float32)).to(colours.device)
    return ORDER * _spacing(points) * laid_out[..., None] * (points[:, 0] - points[:, 0].mean())


def _spacing(points: Tensor) -> float:
    """The median distance of a colour to the one nearest to it; of equal ones only one counts."""
    points = torch.unique(points, dim=0)
    if len(points) < 2:
        return 0.0
    apart = torch.cdist(points, points)
    return float(apart.fill_diagonal_(torch.inf).amin(dim=1).median())


class PriceOfHues:
    """What mixtures of a palette's colours pay for far hues within 3 x 3 pixels."""

    def __init__(self, hues: Tensor, opposite: bool) -> None:
        """`hues`: OKLab's a and b of the palette, [K, 2]; `opposite`: whether those that lie on two sides of grey pay
        besides.
        """
        # What two colours pay for being opposite is a quadratic form of few dimensions, since it hangs on the angle
        # between two hues: they are averaged over pixels in place of all the palette's shares.
        values, vectors = torch.linalg.eigh(F.relu(-(hues @ hues.T)))
        kept = (values.abs() > _NEGLIGIBLE * values.abs().max()) & opposite
        self._onto = torch.cat([hues, hues.square().sum(dim=1, keepdim=True), vectors[:, kept]], dim=1)
        own = values.new_tensor([-HUES, -HUES, 0.0])
        self._mean = torch.full((self._onto.shape[1], 1, 3, 3), 1 / 9, device=hues.device)
        self._weights = torch.cat([own, OPPOSITE * values[kept]])

    def __call__(self, mixture: Tensor) -> Tensor:
        """Of shares [H, W, K] of the palette's colours: a scalar."""
        planes = F.pad((mixture @ self._onto).permute(2, 0, 1)[None], (1, 1, 1, 1), mode="replicate")
        means = F.conv2d(planes, self._mean, groups=len(self._mean))[0]
        squares = means.square().mean(dim=(1, 2))
        return (HUES * means[2].mean() + (self._weights * squares).sum()) / _UNIT
