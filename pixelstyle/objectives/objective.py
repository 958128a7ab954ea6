"""An objective is a weighted sum of terms; every term is normalised, so that a weight means the same everywhere.

Each term is RELATIVE: 0 for a perfect match and about 1 for a picture that has nothing of what the term asks for. It is
divided by the size of its own target, so neither the number of pixels, nor the scale of a layer's activations, nor the
network changes what a weight means. The papers' own forms stand beside each term.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor


class Term(Protocol):
    """One thing that a picture can be judged by."""

    @property
    def name(self) -> str:
        """What reports call it: 'content', 'style', 'tv'. Terms of the same name are reported as one sum."""
        ...

    @property
    def layers(self) -> tuple[str, ...]:
        """The network layers whose activations it needs; () for terms that look at the pixels only."""
        ...

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        """The term's loss, a float32 scalar. `picture` is [1, 3, H, W], sRGB 0..1, as shown."""
        ...


@dataclass(frozen=True)
class Losses:
    """One evaluation: the scalar to minimise, and what it is made of (unweighted, by name)."""

    total: Tensor
    terms: dict[str, Tensor]

    def report(self) -> dict[str, float]:
        """{'total': ..., 'content': ..., 'style': ..., 'tv': ...} as plain numbers; only total is weighted."""
        values = torch.stack([self.total.detach(), *(term.detach() for term in self.terms.values())]).tolist()
        return dict(zip(["total", *self.terms], values, strict=True))


class Objective:
    """A weighted sum of terms. Weights may be changed between evaluations: `objective.weights[name] = 2.0`."""

    def __init__(self, terms: Sequence[tuple[float, Term]]) -> None:
        self.terms = [term for _, term in terms]
        self.weights: dict[str, float] = {}
        for weight, term in terms:
            if self.weights.setdefault(term.name, weight) != weight:
                raise ValueError(f"two terms named {term.name} have different weights")

    def add(self, weight: float, term: Term) -> None:
        """One more term, of a name that is not there yet."""
        if term.name in self.weights:
            raise ValueError(f"there is a term named {term.name}")
        self.terms.append(term)
        self.weights[term.name] = weight

    @property
    def layers(self) -> tuple[str, ...]:
        """Every layer that some term needs, each once."""
        return tuple(dict.fromkeys(layer for term in self.terms for layer in term.layers))

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Losses:
        """Judge a picture [1, 3, H, W] by its activations."""
        return self._summed([term(picture, activations) for term in self.terms])

    @property
    def regional(self) -> bool:
        """Whether there are terms that reach only some of the pixels; `gradient` is then what moves the picture."""
        return any(_reach(term) is not None for term in self.terms)

    def gradient(self, picture: Tensor, activations: Mapping[str, Tensor]) -> tuple[Losses, Tensor]:
        """The same with the gradient with respect to `picture`, of which each term's part reaches its region only.

        One backward pass for each region, and one for terms without a region unless the regions cover the picture.
        """
        losses = [term(picture, activations) for term in self.terms]
        everywhere = picture.new_zeros(())
        regions: dict[int, tuple[Tensor, Tensor]] = {}
        for term, loss in zip(self.terms, losses, strict=True):
            reach, weighted = _reach(term), self.weights[term.name] * loss
            if reach is None:
                everywhere = everywhere + weighted
            else:
                before = regions[id(reach)][1] if id(reach) in regions else 0
                regions[id(reach)] = reach, before + weighted
        parts = list(regions.values())
        if bool((torch.stack([reach for reach, _ in parts]).sum(dim=0) - 1).abs().max() < 1e-4):
            parts = [(reach, loss + everywhere) for reach, loss in parts]
        elif everywhere.requires_grad:
            parts.append((torch.ones_like(parts[0][0]), everywhere))
        found = torch.zeros_like(picture)
        for number, (reach, loss) in enumerate(parts, start=1):
            (part,) = torch.autograd.grad(loss, picture, retain_graph=number < len(parts))
            found += reach * part
        return self._summed([loss.detach() for loss in losses]), found

    def _summed(self, losses: Sequence[Tensor]) -> Losses:
        sums: dict[str, Tensor] = {}
        for term, loss in zip(self.terms, losses, strict=True):
            sums[term.name] = sums[term.name] + loss if term.name in sums else loss
        total = torch.stack([self.weights[name] * loss for name, loss in sums.items()]).sum()
        return Losses(total, sums)

    def __repr__(self) -> str:
        return " + ".join(f"{self.weights[term.name]:g} * {term}" for term in self.terms)


def _reach(term: Term) -> Tensor | None:
    """[1, 1, H, W] for terms that reach only a part of the picture (see regions.py)."""
    return getattr(term, "reach", None)
