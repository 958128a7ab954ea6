"""Straight-through projection: the network always sees a legal picture, its gradient goes to the free one behind it."""

from __future__ import annotations

from torch import Tensor

from pixelstyle.optimise.methods.base import PixelMethod
from pixelstyle.screens import NativePicture

SUMMARY = "show the network the nearest legal picture, hand its gradient to the free one behind"


class StraightThrough(PixelMethod):
    """Forward, the nearest legal picture; backward, as if the projection were the identity.

    Bengio, Leonard and Courville, "Estimating or Propagating Gradients Through Stochastic Neurons" (2013); in pixray as
    a palette look-up without cells. Solving is exact in every iteration, which is what it costs.
    """

    gradual = False

    _shown: NativePicture | None = None

    def begin(self, iteration: int, iterations: int) -> None:
        super().begin(iteration, iterations)
        self._shown = self.target.nearest(self.pixels)

    def picture(self) -> Tensor:
        assert self._shown is not None
        return self.pixels + (self.target.picture(self._shown) - self.pixels).detach()

    def legal(self) -> NativePicture | None:
        return self._shown


METHOD = StraightThrough
