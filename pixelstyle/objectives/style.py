"""Style: what a picture is made of, wherever it is: statistics of the features of chosen layers.

What Style has in common for every statistic is here; each statistic is a file in statistics/. All are relative: 0 for a
picture of that style, 1 for one in which no feature is excited at all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Self

import torch
from torch import Tensor

from pixelstyle.networks import multiply
from pixelstyle.objectives.objective import Summand

Reference = tuple[Tensor, ...]
"""What a statistic says of the style's features at one layer; its form is the statistic's own business."""


class Style(Summand, ABC):
    """The weighted mean over layers of how far a statistic of the picture is from the style's."""

    name = "style"

    def __init__(
        self,
        references: Mapping[str, Reference],
        weights: Sequence[float] | None = None,
        channels: Mapping[str, Mapping[int, float]] | None = None,
        places: Mapping[str, Tensor] | None = None,
    ) -> None:
        """See `of`; here with the reference of each layer in place of its activations."""
        self.layers = tuple(references)
        self.references = {layer: tuple(part.detach() for part in reference) for layer, reference in references.items()}
        shares = [1.0] * len(self.layers) if weights is None else list(weights)
        self.shares = [share / sum(shares) for share in shares]
        self.channels = channels or {}
        self.places = {layer: place.flatten() / place.sum() for layer, place in (places or {}).items()}

    @classmethod
    def of(
        cls,
        activations: Mapping[str, Tensor],
        weights: Sequence[float] | None = None,
        channels: Mapping[str, Mapping[int, float]] | None = None,
        places: Mapping[str, Tensor] | None = None,
    ) -> Self:
        """The style of a picture, from its activations [1, C, H, W] by layer.

        `weights`: one number a layer (default: equal), of which only the ratios count. `channels`: factors by layer and
        channel for what is to count less or more; 0 leaves the channel out. `places`: by layer, [h, w] of the pictures
        to be judged, how much each position counts; a layer that is not there counts everywhere alike.
        """
        features = {layer: _features(values, (channels or {}).get(layer)) for layer, values in activations.items()}
        references = {layer: cls.describe(values.to(exact(values))) for layer, values in features.items()}
        return cls(references, weights, channels, places)

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        losses = []
        for layer, share in zip(self.layers, self.shares, strict=True):
            features = _features(activations[layer], self.channels.get(layer))
            losses.append(share * self.distance(features, self.places.get(layer), self.references[layer]))
        return torch.stack(losses).sum()

    @staticmethod
    @abstractmethod
    def describe(features: Tensor) -> Reference:
        """The statistic of a style's features [positions, channels], and what distances to it are divided by."""

    @staticmethod
    @abstractmethod
    def distance(features: Tensor, counts: Tensor | None, reference: Reference) -> Tensor:
        """How far the features [positions, channels] of a picture are from the reference, relative to its size.

        The features may be bfloat16; what comes out is float32 (of float64 features float64). `counts` [positions],
        sum 1, says how much each position counts; None: all alike.
        """

    def __repr__(self) -> str:
        layers = ", ".join(f"{layer}: {share:.2g}" for layer, share in zip(self.layers, self.shares, strict=True))
        return f"{type(self).__name__}({layers})"


class PlainStyle(Style):
    """A style whose statistic is one tensor: |s - t|^2 / |t|^2 with that of the picture, s, and of the style, t."""

    @staticmethod
    @abstractmethod
    def statistic(features: Tensor, counts: Tensor | None) -> Tensor:
        """Of features [positions, channels] that count as in `distance`."""

    @classmethod
    def describe(cls, features: Tensor) -> Reference:
        wanted = cls.statistic(features, None)
        return wanted, energy(wanted)

    @classmethod
    def distance(cls, features: Tensor, counts: Tensor | None, reference: Reference) -> Tensor:
        wanted, size = reference
        return squared_distance(cls.statistic(features, counts), wanted) / size


def exact(features: Tensor) -> torch.dtype:
    """The type for sums over features [...] like these: float32 at least."""
    return torch.promote_types(features.dtype, torch.float32)


def mean_of(features: Tensor, counts: Tensor | None) -> Tensor:
    """The mean [channels] over positions of features [positions, channels], as they count."""
    if counts is None:
        return features.mean(dim=0, dtype=exact(features))
    return counts.to(exact(features)) @ features.to(exact(features))


def products(features: Tensor, counts: Tensor | None) -> Tensor:
    """The mean over positions, as they count, of the products of any two features: [channels, channels]."""
    if counts is not None:
        features = features * (counts * len(counts)).sqrt().to(features.dtype).unsqueeze(1)
    result: Tensor = _Products.apply(features)
    return result


def squared_distance(found: Tensor, wanted: Tensor) -> Tensor:
    """The sum of all squared differences of two tensors [...]: a scalar."""
    return (found - wanted).square().sum()


def energy(*parts: Tensor) -> Tensor:
    """The sum of all squares of tensors [...], a scalar, never 0: what a distance is divided by."""
    return torch.stack([part.square().sum() for part in parts]).sum().clamp_min(1e-12)


def _features(activations: Tensor, factors: Mapping[int, float] | None) -> Tensor:
    """Activations [1, C, H, W] as [positions, channels]; in channels_last memory a view."""
    features = activations.permute(0, 2, 3, 1).reshape(-1, activations.shape[1])
    if not factors:
        return features
    each = features.new_ones(features.shape[1])
    for channel, factor in factors.items():
        each[channel] = factor
    return features * each


class _Products(torch.autograd.Function):
    """F^T F / positions with F [positions, channels]; the backward pass is one product, where autograd would do two."""

    @staticmethod
    def forward(ctx: Any, features: Tensor) -> Tensor:
        ctx.save_for_backward(features)
        return multiply(features.T, features).to(exact(features)) / features.shape[0]

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        (features,) = ctx.saved_tensors
        (gradient,) = gradients
        symmetric = (gradient + gradient.T) / features.shape[0]
        return multiply(features, symmetric.to(features.dtype))
