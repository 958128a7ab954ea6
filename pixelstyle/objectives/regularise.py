"""Regularisers: terms that look at the pixels alone."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from pixelstyle.objectives.objective import Summand


class TotalVariation(Summand):
    """Squared total variation: the mean squared difference of neighbouring pixels, across and down, over all channels.

    Mahendran and Vedaldi, "Understanding Deep Image Representations by Inverting Them" (2015), eq. 4 with beta = 2, as
    a mean in place of their sum. 0 for a flat picture; 1 would be black and white pixels alternating.
    """

    name = "tv"
    layers: tuple[str, ...] = ()

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        across = picture[..., :, 1:] - picture[..., :, :-1]
        down = picture[..., 1:, :] - picture[..., :-1, :]
        # A picture of one pixel has no neighbours: an empty mean would be NaN.
        means = [difference.square().mean() for difference in (across, down) if difference.numel()]
        return torch.stack(means).mean() if means else picture.sum() * 0

    def __repr__(self) -> str:
        return "TotalVariation()"
