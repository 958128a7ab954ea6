"""Dreaming: the picture excites chosen layers more, or resembles a class more, than it did.

Mordvintsev, Olah and Tyka, "Inceptionism: Going Deeper into Neural Networks" (2015), with the code at google/deepdream:
gradient ascent on 1/2 |F|^2 of a layer. That has no bound and differs between layers by orders of magnitude; here each
stimulus is relative to how strong it was BEFORE, in a picture that has not dreamt yet:

    before / now      for what is to be stimulated: 1 at the start, towards 0 the stronger the dream
    now / before      for what is to be suppressed (a negative weight)

The direction of the gradient is the original's; several stimuli share it by how much each still has to gain.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from pixelstyle.objectives.objective import Summand

BORDER = 2
"""Activations at the edge that are left out, since what they see is half padding."""


def inner(activations: Tensor) -> Tensor:
    """Activations [1, C, h, w] without their border, in float32; all of them where little would be left."""
    height, width = activations.shape[-2:]
    down, across = (BORDER if side >= 4 * BORDER else 0 for side in (height, width))
    return activations[:, :, down : height - down, across : width - across].float()


class Measure(Protocol):
    """How strong the activations [1, C, h, w] of one layer are: a float32 scalar, not below 0."""

    def __call__(self, activations: Tensor) -> Tensor: ...


def mean_square(activations: Tensor) -> Tensor:
    """The original's objective, as a mean over [1, C, H, W]: the strongest activations count most. A scalar."""
    return inner(activations).square().mean()


def mean_positive(activations: Tensor) -> Tensor:
    """Every activation of [1, C, H, W] counts alike, so that weak ones are woken too. A scalar."""
    return inner(activations).relu().mean()


class Match:
    """Mean product with the guide's feature that fits best, position by position: [1, C, h, w] excites [1, C, y, x].

    With a guide, google/deepdream's `objective_guide`: the plain dot product chooses. With `cosine` the angle chooses
    and the guide's features count as directions, so that its loud places do not outvote the others.
    """

    def __init__(self, guide: Tensor, cosine: bool = False) -> None:
        features = guide.detach().float()[0].flatten(1)
        self.cosine = cosine
        self.guide = F.normalize(features, dim=0) if cosine else features

    def __call__(self, activations: Tensor) -> Tensor:
        features = inner(activations)[0].flatten(1)
        products = features.T @ self.guide
        best = products.max(dim=1).values
        if self.cosine:
            # Length times cosine, times cosine once more: louder, but in the same direction.
            best = best * best.clamp_min(0) / features.norm(dim=0).clamp_min(1e-6)
        return best.clamp_min(0).mean()


@dataclass(frozen=True)
class Stimulus:
    """One layer, or one of its channels, and how much it is wanted (below 0: unwanted)."""

    layer: str
    weight: float = 1.0
    channel: int | None = None
    measure: Measure = mean_square

    def strength(self, activations: Mapping[str, Tensor]) -> Tensor:
        values = activations[self.layer]
        return self.measure(values if self.channel is None else values[:, self.channel : self.channel + 1])

    def __str__(self) -> str:
        return f"{self.layer}{'' if self.channel is None else f':{self.channel}'}={self.weight:g}"


class Dream(Summand):
    """The weighted mean over stimuli of before / now, or of now / before where the weight is negative.

    `before` are the activations of the picture that has not dreamt. `ceiling` is a gain, now / before, above which a
    stimulus asks for no more.
    """

    name = "dream"

    def __init__(self, stimuli: Sequence[Stimulus], before: Mapping[str, Tensor], ceiling: float | None = None) -> None:
        self.stimuli = tuple(stimuli)
        self.layers = tuple(dict.fromkeys(stimulus.layer for stimulus in stimuli))
        self.ceiling = ceiling
        whole = sum(abs(stimulus.weight) for stimulus in stimuli)
        self.shares = [abs(stimulus.weight) / whole for stimulus in stimuli]
        with torch.no_grad():
            # A channel may be silent in this picture: a hundredth of its layer's mean stands for silence.
            self.before = [
                torch.maximum(stimulus.strength(before), 0.01 * stimulus.measure(before[stimulus.layer])).clamp_min(
                    1e-12
                )
                for stimulus in stimuli
            ]

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        losses = []
        for stimulus, share, before in zip(self.stimuli, self.shares, self.before, strict=True):
            gain = stimulus.strength(activations) / before
            if stimulus.weight < 0:
                losses.append(share * gain)
            else:
                losses.append(share / gain.clamp(1e-6, self.ceiling))
        return torch.stack(losses).sum()

    def __repr__(self) -> str:
        return f"Dream({', '.join(map(str, self.stimuli))})"


class ClassGoal(Summand):
    """The picture is taken for one class: relative cross-entropy, -log p(class) / log(number of classes).

    0 for certainty, 1 for a picture that says nothing. `layer` holds the logits, [1, classes, 1, 1] or [1, classes].
    """

    name = "class"

    def __init__(self, layer: str, index: int) -> None:
        self.layers = (layer,)
        self.index = index

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        logits = activations[self.layers[0]].float().flatten(1)
        return -F.log_softmax(logits, dim=1)[0, self.index] / math.log(logits.shape[1])

    def __repr__(self) -> str:
        return f"ClassGoal({self.index})"
