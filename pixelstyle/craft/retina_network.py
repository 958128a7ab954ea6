"""The retina: what stands before a feature network so that a dither has the features of the shade that it stands for.

A few convolutions over blocks of 4 x 4 pixels (Shi and others, "Real-Time Single Image and Video Super-Resolution",
2016), which is what a processor multiplies fast, say for each pixel and colour how far it is to be blurred, by a small
learnt kernel, and what has to be added then. A picture without dither is blurred nowhere and added nothing.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

CHANNELS = 96
BLOCK = 4
"""Pixels a side of what is looked at together; sides of what goes in are multiples of it."""
_VALUES = 3 * BLOCK**2
_SIGMA = 1.2
"""Of the Gaussian that the kernel is when learning begins."""
_LAYERS = 3


class RetinaNetwork(nn.Module):
    """Pictures, float32 [B, 3, H, W], sRGB 0..1, H and W multiples of BLOCK, to how a network is to see them.

    Convolutions are computed in the type that the weights have; the picture itself stays float32.
    """

    def __init__(self) -> None:
        super().__init__()
        self.blur = nn.Conv2d(_VALUES, _VALUES, 3, padding=1, bias=False)
        self.entry = nn.Conv2d(_VALUES, CHANNELS, 3, padding=1)
        self.layers = nn.ModuleList(nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1) for _ in range(_LAYERS))
        self.exit = nn.Conv2d(CHANNELS, 2 * _VALUES, 1)
        with torch.no_grad():
            self.blur.weight.copy_(_blur_over_blocks(_SIGMA))
            for numbers in self.layers.parameters():
                numbers.mul_(0.5)
            self.exit.weight.mul_(0.1)

    def forward(self, pictures: Tensor) -> Tensor:
        blocks = F.pixel_unshuffle(pictures, BLOCK)
        seen = (blocks - 0.5).to(self.entry.weight.dtype, memory_format=torch.channels_last)
        values = F.relu(self.entry(seen), inplace=True)
        for layer in self.layers:
            values = F.relu(values + layer(values), inplace=True)
        shares, added = self.exit(values).chunk(2, dim=1)
        changes = torch.addcmul(added, shares, self.blur(seen))
        return pictures + F.pixel_shuffle(changes.to(pictures.dtype), BLOCK)


def _blur_over_blocks(sigma: float) -> Tensor:
    """A Gaussian blur less the picture itself as a convolution over blocks, [48, 48, 3, 3]."""
    reach = BLOCK - 1
    places = range(-reach, reach + 1)
    weights = torch.tensor([math.exp(-((place / sigma) ** 2) / 2) for place in places])
    weights = weights / weights.sum()
    kernel = torch.outer(weights, weights)
    kernel[reach, reach] -= 1
    found = torch.zeros(3, BLOCK, BLOCK, 3, BLOCK, BLOCK, 3, 3)
    for y in range(BLOCK):
        for x in range(BLOCK):
            for down in places:
                for across in places:
                    row, column = divmod(y + down, BLOCK), divmod(x + across, BLOCK)
                    for colour in range(3):
                        there = found[colour, y, x, colour, row[1], column[1]]
                        there[row[0] + 1, column[0] + 1] = kernel[down + reach, across + reach]
    return found.reshape(_VALUES, _VALUES, 3, 3)
