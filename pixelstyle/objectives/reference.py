"""What people see of a 24-bit picture, kept on a machine that shows fewer colours.

A network's features hardly feel the colour of a large area; people feel little else.
"""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import linear_to_srgb, srgb_to_linear, srgb_to_oklab
from pixelstyle.objectives.objective import Summand

_SIDE = 3
"""Shown pixels a side over which the eye mixes light; three by three such squares overlap."""
_SMALLEST = 1e-3
"""Of a picture's variance in OKLab: one of a single colour has none."""
_BLACK = 1e-5
"""Below this OKLab's cube root has no slope to speak of."""


class AreaColours(Summand):
    """Areas have the colours that they have in a reference: |a - r|^2 / var(r) in OKLab, with a the picture and r the
    reference, both as means of linear light over 3 x 3 shown pixels and then over 3 x 3 of those.

    0: the same from afar; 1: as far off as one flat colour.
    """

    name = "area"
    layers: tuple[str, ...] = ()

    def __init__(self, reference: Tensor, side: int = _SIDE) -> None:
        """`reference`: [1, 3, H, W] as shown, sRGB 0..1; `side`: of the squares, in shown pixels."""
        self.side = side
        self.target = _areas(reference, side)
        self.size = self.target.var(dim=(1, 2), correction=0).sum().clamp_min(_SMALLEST)

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        return (_areas(picture, self.side) - self.target).square().sum(dim=-1).mean() / self.size

    def __repr__(self) -> str:
        return "AreaColours()"


def _areas(picture: Tensor, side: int) -> Tensor:
    """OKLab of the areas of [1, 3, H, W]: [1, h, w, 3]."""
    light = F.avg_pool2d(srgb_to_linear(picture.clamp(0, 1)), side, ceil_mode=True)
    light = F.avg_pool2d(light, 3, stride=1, padding=1, count_include_pad=False)
    return srgb_to_oklab(linear_to_srgb(light.clamp(_BLACK, 1)).permute(0, 2, 3, 1))
