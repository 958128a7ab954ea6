"""Style as Gram matrices: which features of a layer occur together, wherever they occur."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from pixelstyle.networks import multiply


class _Gram(torch.autograd.Function):
    """F^T F / positions with F [positions, channels]; the backward pass is one product, where autograd would do two."""

    @staticmethod
    def forward(ctx: Any, features: Tensor) -> Tensor:
        ctx.save_for_backward(features)
        return multiply(features.T, features).float() / features.shape[0]

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        (features,) = ctx.saved_tensors
        (gradient,) = gradients
        symmetric = (gradient + gradient.T) / features.shape[0]
        return multiply(features, symmetric.to(features.dtype))


def gram_matrix(activations: Tensor) -> Tensor:
    """Gram matrix of activations [1, C, H, W]: float32 [C, C], divided by the H * W positions."""
    # In channels_last memory this is a view, not a copy.
    features = activations.permute(0, 2, 3, 1).reshape(-1, activations.shape[1])
    gram: Tensor = _Gram.apply(features)
    return gram


class GramStyle:
    """Relative Gram loss: the weighted mean over layers of |G - A|^2 / |A|^2.

    G is the picture's Gram matrix and A the style's. Gatys, Ecker and Bethge (2016), eqs. 3 to 5, have
    sum_l w_l / (4 N_l^2 M_l^2) |G_l - A_l|^2, whose layers differ in scale by orders of magnitude.

    `targets` are Gram matrices by layer; `weights` one number a layer (default: equal), of which only the ratios count.
    `channels` gives factors by layer and channel for what is to count less or more: 0 leaves the channel out.
    """

    name = "style"

    def __init__(
        self,
        targets: Mapping[str, Tensor],
        weights: Sequence[float] | None = None,
        channels: Mapping[str, Mapping[int, float]] | None = None,
    ) -> None:
        self.layers = tuple(targets)
        self.targets = {layer: gram.detach() for layer, gram in targets.items()}
        shares = [1.0] * len(self.layers) if weights is None else list(weights)
        self.shares = [share / sum(shares) for share in shares]
        self.factors = {
            layer: _factors(len(targets[layer]), factors).to(targets[layer])
            for layer, factors in (channels or {}).items()
        }
        # w / |A|^2 by layer, so that a layer costs one subtraction and one sum.
        self.scales = [
            share / self._weighted(layer, gram).square().sum().clamp_min(1e-12)
            for share, (layer, gram) in zip(self.shares, self.targets.items(), strict=True)
        ]

    @classmethod
    def of(
        cls,
        activations: Mapping[str, Tensor],
        weights: Sequence[float] | None = None,
        channels: Mapping[str, Mapping[int, float]] | None = None,
    ) -> GramStyle:
        """The style of a picture, from its activations by layer."""
        return cls({layer: gram_matrix(values.float()) for layer, values in activations.items()}, weights, channels)

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        losses = [
            self._weighted(layer, gram_matrix(activations[layer]) - self.targets[layer]).square().sum() * scale
            for layer, scale in zip(self.layers, self.scales, strict=True)
        ]
        return torch.stack(losses).sum()

    def _weighted(self, layer: str, gram: Tensor) -> Tensor:
        return gram * self.factors[layer] if layer in self.factors else gram

    def __repr__(self) -> str:
        return (
            "GramStyle(" + ", ".join(f"{lr}: {sh:.2g}" for lr, sh in zip(self.layers, self.shares, strict=True)) + ")"
        )


def _factors(channels: int, factors: Mapping[int, float]) -> Tensor:
    """What each entry of a Gram matrix is multiplied by: a channel's factor for its row and its column."""
    each = torch.ones(channels)
    for channel, factor in factors.items():
        each[channel] = factor
    return each.outer(each)
