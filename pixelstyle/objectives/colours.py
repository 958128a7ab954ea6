"""Colours that stay where they are, whatever the brush does."""

from __future__ import annotations

from collections.abc import Mapping

import torch.nn.functional as F
from torch import Tensor

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.objectives.objective import Summand

GRAIN = 2
"""Native pixels a side over which colours are averaged: a dither may mix them."""
COLOURS_WEIGHT = 2.0
"""The term's weight beside a content weight of 1: found by looking, see docs/style.md."""


class KeepColours(Summand):
    """Hue and chroma stay where they are in a picture: |a - c|^2 / |c|^2 with OKLab's two colour axes a of the picture
    and c of the content, both as means over small squares. 0: the content's colours; 1: a grey picture.

    Matching the colours of the style picture to the content's before the transfer (Gatys et al., "Preserving Color in
    Neural Artistic Style Transfer", 2016) keeps WHICH colours there are; this keeps where they are, which there takes
    a second step in luminance alone that no screen with a palette could follow.
    """

    name = "colours"
    layers: tuple[str, ...] = ()

    def __init__(self, content: Tensor, pixel: tuple[int, int]) -> None:
        """`content`: [1, 3, H, W] as shown, sRGB; `pixel`: shown pixels per native pixel, across and down."""
        self.square = GRAIN * pixel[1], GRAIN * pixel[0]
        self.target = self._chroma(content)
        self.size = self.target.square().mean().clamp_min(1e-5)

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        return (self._chroma(picture) - self.target).square().mean() / self.size

    def __repr__(self) -> str:
        return "KeepColours()"

    def _chroma(self, picture: Tensor) -> Tensor:
        """OKLab's a and b of the squares' means: [1, h, w, 2]."""
        means = F.avg_pool2d(picture, self.square, ceil_mode=True).clamp(1e-4, 1)
        return srgb_to_oklab(means.permute(0, 2, 3, 1))[..., 1:]
