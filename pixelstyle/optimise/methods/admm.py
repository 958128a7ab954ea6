"""ADMM: a free picture and a legal one, pulled together by a penalty that grows."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from pixelstyle.optimise.methods.base import PixelMethod
from pixelstyle.optimise.target import Target
from pixelstyle.screens import NativePicture

SUMMARY = "pull a free picture and a legal one together by a growing penalty"


class Admm(PixelMethod):
    """Minimise loss(x) subject to x = z, z legal: x by gradient steps, z by exact projection of x + u, u sums the rest.

    Boyd et al., "Distributed Optimization and Statistical Learning via the Alternating Direction Method of Multipliers"
    (2011), section 9.1 on discrete sets, with the penalty growing geometrically, as the set is not convex.
    """

    RHO = (0.3, 30.0)
    """The penalty per mean squared sRGB difference, at the first and the last iteration."""

    def __init__(self, target: Target, start: Tensor, every: int) -> None:
        super().__init__(target, start, every)
        self.dual = torch.zeros_like(self.pixels)
        self.copy = self.target.picture(self.target.nearest(self.pixels))

    @property
    def rho(self) -> float:
        first, last = self.RHO
        return float(first * (last / first) ** self.progress)

    def penalty(self) -> Tensor:
        return self.rho * (self.pixels - self.copy + self.dual).square().mean()

    def end(self) -> bool:
        super().end()
        if (self.iteration + 1) % self.every:
            return False
        with torch.no_grad():
            self.copy = self.target.picture(self.target.nearest(self.pixels + self.dual))
            self.dual += self.pixels - self.copy
            # The scaled dual variable is the multiplier divided by rho: it shrinks as rho grows.
            self.dual *= (self.RHO[0] / self.RHO[1]) ** self.progress_in(self.every)
        return False

    def finish(self) -> NativePicture:
        return self.target.nearest(self.pixels + self.dual)

    def adopt(self, target: Target) -> None:
        super().adopt(target)
        self.copy = target.picture(target.nearest(self.pixels + self.dual))

    def state(self) -> dict[str, Any]:
        return {"dual": self.dual, "copy": self.copy}

    def restore(self, state: dict[str, Any]) -> None:
        self.dual, self.copy = state["dual"].to(self.pixels.device), state["copy"].to(self.pixels.device)


METHOD = Admm
