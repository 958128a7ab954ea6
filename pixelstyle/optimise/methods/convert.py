"""Convert at the end: optimise as if there were no rules, then take the nearest legal picture."""

from __future__ import annotations

import torch
from torch import Tensor

from pixelstyle.optimise.methods.base import PixelMethod

SUMMARY = "optimise freely in 24 bits, convert once at the end"


class Convert(PixelMethod):
    """The baseline of every paint program. On the 24-bit mode `none` it is the whole of style transfer."""

    gradual = False

    _pinned: tuple[Tensor, Tensor] | None = None
    """Where pixels stay, bool [H, W], and what they are."""

    def picture(self) -> Tensor:
        return self.pixels if self._pinned is None else torch.where(*self._pinned, self.pixels)

    def pin(self, still: Tensor) -> None:
        if not self.target.mode.constrained:  # there is no solver that could see to it
            self._pinned = still, self.pixels.detach().clone()


METHOD = Convert
