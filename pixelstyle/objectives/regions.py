"""Terms that count in part: for some share of the whole, and for some places of the picture only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from pixelstyle.objectives.objective import Region, Summand, Term

_KEPT = 0.3
"""A region is eroded where at least this part of it is left."""


@dataclass(frozen=True)
class Part(Summand):
    """A term that counts `share` times and, if it has a region, there only."""

    term: Term
    share: float = 1.0
    region: Region | None = None

    @property
    def name(self) -> str:
        return self.term.name

    @property
    def layers(self) -> tuple[str, ...]:
        return self.term.layers

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        return self.share * self.term(picture, activations)

    def __repr__(self) -> str:
        return f"{self.share:.3g} * {self.term}{'' if self.region is None else ' in its region'}"


class Keep(Summand):
    """Pixels stay as they are in a picture: mean of mask * |x - c|^2 over all pixels, relative to the variance of c.

    `target` c is [1, 3, H, W] as shown, sRGB; `mask` [1, 1, H, W], 0..1.
    """

    name = "protect"
    layers: tuple[str, ...] = ()

    def __init__(self, target: Tensor, mask: Tensor) -> None:
        self.target, self.mask = target, mask
        self.size = target.var(dim=(2, 3)).mean().clamp_min(1e-3)

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        return (self.mask * (picture - self.target).square()).mean() / self.size

    def __repr__(self) -> str:
        return "Keep()"


def positions(mask: Tensor, size: tuple[int, int]) -> Tensor:
    """How much each position of a layer, (height, width) = `size`, belongs to a region [1, 1, H, W]: [h, w].

    Means over areas; positions at the edge, which see the neighbouring region, are left out ("eroded" guidance: Gatys,
    Ecker, Bethge, Hertzmann and Shechtman, "Controlling Perceptual Factors in Neural Style Transfer", 2017, section 3)
    unless too little of the region would be left.
    """
    pooled = F.adaptive_avg_pool2d(mask, size)
    # Outside the picture there is no neighbour: only what is inside erodes.
    eroded = -F.max_pool2d(F.pad(-pooled, (1, 1, 1, 1), value=-torch.inf), 3, stride=1)
    kept = eroded if bool(eroded.sum() >= _KEPT * pooled.sum()) else pooled
    return kept[0, 0]
