"""The network that takes dithers away: a machine's picture in shown pixels in, the picture that was given to it out.

A U-net (Ronneberger, Fischer and Brox, 2015) of residual blocks at a half, a quarter and an eighth of the resolution,
without any normalisation, since how light a picture is must not change what is seen in it. Pixels come in and go out
four at a time (Shi and others, "Real-Time Single Image and Video Super-Resolution", 2016). What is learnt is how far
the picture is to be blurred, pixel by pixel, and what has to be added then: a picture without dither is blurred nowhere
and added nothing.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

CHANNELS = 32, 64, 88
"""At a half, a quarter and an eighth of the resolution."""
STRIDE = 8
"""Sides of what goes in are multiples of this."""
_COLOURS = 3
_STEPS = 0.6, 0.8, 1.12, 2.0
"""Sigmas of Gaussians one after the other, in pixels: blurs of 0.6, 1, 1.5 and 2.5 to choose from."""
_REACH = 2.5
"""Sigmas to each side that a Gaussian looks at."""
_BLOCK = 2
"""Side of the pixels that come in together."""


def _convolution(before: int, after: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(before, after, 3, stride, 1)


class _Residual(nn.Module):
    """Two convolutions, whose result is added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = _convolution(channels, channels)
        self.second = _convolution(channels, channels)

    def forward(self, values: Tensor) -> Tensor:
        added: Tensor = self.second(F.relu(self.first(values)))
        return values + added


class UnditherNetwork(nn.Module):
    """Pictures, float32 [B, 3, H, W], sRGB 0..1, H and W multiples of STRIDE, to the same without dither."""

    def __init__(self) -> None:
        super().__init__()
        fine, middle, coarse = CHANNELS
        self.entry = _convolution(_COLOURS * _BLOCK**2, fine)
        self.fine = _Residual(fine)
        self.down = _convolution(fine, middle, 2)
        self.middle = nn.Sequential(_Residual(middle), nn.ReLU(), _Residual(middle))
        self.further = _convolution(middle, coarse, 2)
        self.coarse = _Residual(coarse)
        self.up = nn.Conv2d(coarse, middle, 1)
        self.joined = _Residual(middle)
        self.last = nn.Conv2d(middle, fine, 1)
        self.detail = _Residual(fine)
        self.exit = _convolution(fine, (1 + len(_STEPS) + _COLOURS) * _BLOCK**2)

    def forward(self, pictures: Tensor) -> Tensor:
        seen = F.pixel_unshuffle(pictures - 0.5, _BLOCK)
        fine = self.fine(F.relu(self.entry(seen.contiguous(memory_format=torch.channels_last))))
        middle = self.middle(F.relu(self.down(F.relu(fine))))
        coarse = self.coarse(F.relu(self.further(F.relu(middle))))
        middle = self.joined(F.relu(middle + _twice(self.up(F.relu(coarse)))))
        fine = self.detail(F.relu(fine + _twice(self.last(F.relu(middle)))))
        found = F.pixel_shuffle(self.exit(F.relu(fine)), _BLOCK).to(pictures.dtype)
        shares, added = found[:, :-_COLOURS].softmax(dim=1), found[:, -_COLOURS:]
        for number, blurred in enumerate(_blurs(pictures)):
            added = added + shares[:, number : number + 1] * blurred
        return added


def _blurs(pictures: Tensor) -> list[Tensor]:
    """The pictures [B, 3, H, W] themselves, and further and further blurred."""
    found = [pictures]
    for sigma in _STEPS:
        reach = math.ceil(_REACH * sigma)
        weights = [math.exp(-((place / sigma) ** 2) / 2) for place in range(-reach, reach + 1)]
        blurred = found[-1]
        for axis, sides in ((3, (reach, reach, 0, 0)), (2, (0, 0, reach, reach))):
            around, length = F.pad(blurred, sides, mode="replicate"), blurred.shape[axis]
            blurred = torch.zeros_like(blurred)
            for place, weight in enumerate(weights):
                blurred.add_(around.narrow(axis, place, length), alpha=weight / sum(weights))
        found.append(blurred)
    return found


def _twice(values: Tensor) -> Tensor:
    return F.interpolate(values, scale_factor=2, mode="nearest")
