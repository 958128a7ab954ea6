"""The judge: a network and an objective that say how good a native picture is, and count how often they were asked."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from pixelstyle.networks import FeatureNetwork
from pixelstyle.objectives import Losses, Objective
from pixelstyle.optimise.display import Display
from pixelstyle.optimise.target import show


class Judge:
    """Judges pictures given in native pixels, as they look when shown."""

    def __init__(
        self,
        network: FeatureNetwork,
        objective: Objective,
        pixel: tuple[int, int] = (1, 1),
        *,
        exact: FeatureNetwork | None = None,
        display: Display | None = None,
    ) -> None:
        """`exact` is the same network in float32, where `network` runs in a faster, coarser type."""
        self.network = network
        self.exact_network = exact or network
        self.objective = objective
        self.pixel = pixel
        self.display = display
        self.evaluations = 0
        """Network evaluations so far, of either precision."""

    def __call__(self, native: Tensor) -> Losses:
        """Losses of a picture [1, 3, H, W]; differentiable with respect to it."""
        return self._judge(self.network, native)

    def exact(self, native: Tensor) -> Losses:
        """The same in full precision: for the figures that are reported."""
        return self._judge(self.exact_network, native)

    def _judge(self, network: FeatureNetwork, native: Tensor) -> Losses:
        self.evaluations += 1
        shown = show(native, self.pixel)
        if not (self.objective.regional and torch.is_grad_enabled() and shown.requires_grad):
            return self.objective(shown, self._activations(network, shown))
        picture = shown.detach().requires_grad_()
        losses, gradient = self.objective.gradient(picture, self._activations(network, picture))
        total: Tensor = _WithGradient.apply(shown, losses.total, gradient)
        return Losses(total, losses.terms)

    def _activations(self, network: FeatureNetwork, shown: Tensor) -> dict[str, Tensor]:
        if not self.objective.layers:
            return {}
        found: dict[str, Tensor] = network(shown if self.display is None else self.display(shown))
        return found


class _WithGradient(torch.autograd.Function):
    """A loss of a picture whose gradient is known already."""

    @staticmethod
    def forward(ctx: Any, picture: Tensor, loss: Tensor, gradient: Tensor) -> Tensor:
        ctx.save_for_backward(gradient)
        return loss.clone()

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        return gradients[0] * ctx.saved_tensors[0], None, None
