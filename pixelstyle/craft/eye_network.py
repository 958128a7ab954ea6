"""The network that knows techniques and faults: native pixels in, what is to be seen in each block of 8 x 8 out.

What is measured in a block is laid down in `statistics.py` and `exact.py`; what is learnt is how blocks and their
neighbours are to be read, in a few convolutions over blocks. But for what is counted all is differentiable, so that a
picture can be moved towards what it takes to be made by hand.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pixelstyle.craft.statistics import COUNT, statistics
from pixelstyle.craft.terms import BLOCK, SEEN_FAULTS, TECHNIQUES

CHANNELS = 96
FAR = 6
"""Blocks to each side over whose mean a block is read: the whole of a window that was learnt from."""


class EyeNetwork(nn.Module):
    """Pictures, float32 [B, 3, H, W], sRGB 0..1 in native pixels, H and W multiples of BLOCK, to what is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("usual", torch.zeros(COUNT))
        self.register_buffer("spread", torch.ones(COUNT))
        self.entry = nn.Conv2d(COUNT, CHANNELS, 1)
        self.beside = nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1)
        self.around = nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1)
        self.wider = nn.Conv2d(CHANNELS, CHANNELS, 3, padding=2, dilation=2)
        self.far = nn.Conv2d(CHANNELS, CHANNELS, 1)
        self.exit = nn.Conv2d(CHANNELS, len(TECHNIQUES) + len(SEEN_FAULTS) + 1, 1)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of techniques [B, 9, H / 8, W / 8], of faults [B, 3, H / 8, W / 8], of 'made by hand' [B, H / 8,
        W / 8]."""
        return self.read(statistics(pictures))

    def read(self, measured: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The same of what was measured, float32 [B, COUNT, H / 8, W / 8]."""
        usual, spread = (self.get_buffer(name)[:, None, None] for name in ("usual", "spread"))
        values = F.relu(self.entry((measured - usual) / spread))
        values = values + self.beside(values)
        values = values + self.far(F.avg_pool2d(F.relu(values), 2 * FAR + 1, 1, FAR, count_include_pad=False))
        values = values + self.wider(F.relu(self.around(F.relu(values))))
        found = self.exit(F.relu(values)).float()
        techniques, faults, hand = found.split([len(TECHNIQUES), len(SEEN_FAULTS), 1], dim=1)
        return techniques, faults, hand[:, 0]

    def made_by_hand(self, pictures: Tensor) -> Tensor:
        """How much of each picture looks as if a person had set its pixels, 0..1, float32 [B]; differentiable."""
        hand: Tensor = self(whole_blocks(pictures))[2]
        return hand.sigmoid().mean(dim=(1, 2))


def whole_blocks(pictures: Tensor) -> Tensor:
    """[B, 3, H, W] with the last row and column repeated until the sides are multiples of BLOCK."""
    height, width = pictures.shape[2:]
    return F.pad(pictures, (0, -width % BLOCK, 0, -height % BLOCK), mode="replicate")
