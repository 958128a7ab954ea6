"""Content: the picture excites a deep layer as the photo does."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from pixelstyle.objectives.objective import Summand


class Content(Summand):
    """Relative content loss of one layer: |F - P|^2 / |P|^2.

    F are the picture's activations and P the content picture's. Gatys, Ecker and Bethge, "Image Style Transfer Using
    Convolutional Neural Networks" (2016), eq. 1, have 1/2 |F - P|^2, which grows with the picture and the layer.
    """

    name = "content"

    def __init__(self, layer: str, target: Tensor) -> None:
        self.layers = (layer,)
        self.target = target.detach()
        self.energy = self.target.float().square().sum().clamp_min(1e-12)

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        difference = activations[self.layers[0]] - self.target
        return difference.square().sum(dtype=self.energy.dtype) / self.energy

    def __repr__(self) -> str:
        return f"Content({self.layers[0]})"
