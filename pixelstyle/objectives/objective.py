"""An objective is a weighted sum of terms; every term is normalised, so that a weight means the same everywhere.

Each term is RELATIVE: 0 for a perfect match and about 1 for a picture that has nothing of what the term asks for. It is
divided by the size of its own target, so neither the number of pixels, nor the scale of a layer's activations, nor the
network changes what a weight means. The papers' own forms stand beside each term.

Terms and objectives are values: `Content(layer, target) + 0.5 * TotalVariation()` is an Objective.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

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


class Summand:
    """What lets a term be weighted and added: `weight * term`, `term + term`, `term + objective`, and `sum` of many."""

    def __mul__(self: Term, weight: float) -> Objective:
        """The term alone, with this weight."""
        return Objective([(float(weight), self)])

    __rmul__ = __mul__

    def __add__(self: Term, other: Term | Objective | Literal[0]) -> Objective:
        """This term with weight 1, and the other one. Raises ValueError as `Objective`."""
        return Objective([(1.0, self)]) + other

    def __radd__(self: Term, other: Literal[0]) -> Objective:
        """`sum` begins with 0."""
        return Objective([(1.0, self)]) + other


@dataclass(frozen=True)
class Losses:
    """One evaluation: the scalar to minimise, and what it is made of (unweighted, by name)."""

    total: Tensor
    terms: dict[str, Tensor]

    def report(self) -> dict[str, float]:
        """{'total': ..., 'content': ..., 'style': ..., 'tv': ...} as plain numbers; only total is weighted."""
        values = torch.stack([self.total.detach(), *(term.detach() for term in self.terms.values())]).tolist()
        return dict(zip(["total", *self.terms], values, strict=True))


@dataclass(frozen=True, eq=False)
class Region:
    """A part of the picture that is judged on its own, as if the rest were `around`.

    A feature of a deep layer sees a hundred pixels; judged together, each region would feel what others are made to be.
    """

    reach: Tensor
    """[1, 1, H, W] in shown pixels, 0..1: how much each pixel belongs to it."""
    around: Tensor
    """[1, 3, H, W] as shown, the same in every iteration: the content."""

    def seen(self, picture: Tensor) -> Tensor:
        """The picture here, the surroundings elsewhere: [1, 3, H, W]."""
        return torch.lerp(self.around, picture, self.reach)


class Objective:
    """A weighted sum of terms. Weights may be changed between evaluations: `objective.weights[name] = 2.0`.

    `0.5 * objective` has half of every weight, `objective + other` the terms of both, each with its weight. Neither
    hangs on the weights of the objective that it was made from any more.

    >>> from pixelstyle.objectives import Tidiness, TotalVariation
    >>> 2 * (TotalVariation() + 0.25 * Tidiness((1, 1)))
    2 * TotalVariation() + 0.5 * Tidiness()
    """

    def __init__(self, terms: Sequence[tuple[float, Term]]) -> None:
        """Pairs of a weight and a term.

        A weight belongs to a name. Raises ValueError for two terms of one name with different weights: a Part has a
        share of its own.
        """
        self.terms = [term for _, term in terms]
        self.weights: dict[str, float] = {}
        for weight, term in terms:
            if self.weights.setdefault(term.name, weight) != weight:
                raise ValueError(f"two terms named {term.name} have different weights")
        self._parts: list[tuple[Region | None, Objective]] | None = None
        """`by_region`, which is asked for in every step."""

    def add(self, weight: float, term: Term) -> None:
        """One more term, in this objective. Raises ValueError for one whose name is there already."""
        if term.name in self.weights:
            raise ValueError(f"there is a term named {term.name}")
        self.terms.append(term)
        self.weights[term.name] = weight
        self._parts = None

    def alike(self, other: Objective) -> Objective:
        """The terms of the `other`, which have the same names, under the weights that these have here at any time."""
        return self._only(other.terms)

    def become(self, other: Objective) -> None:
        """Judge by the terms and weights of another one from now on."""
        self.terms, self._parts = other.terms, None
        self.weights.clear()
        self.weights.update(other.weights)

    def __mul__(self, factor: float) -> Objective:
        """The same terms, each weight so many times as large."""
        return Objective([(float(factor) * weight, term) for weight, term in self._weighted()])

    __rmul__ = __mul__

    def __add__(self, other: Objective | Term | Literal[0]) -> Objective:
        """All terms of both; a term that is added as it is has weight 1. Raises ValueError as `Objective`."""
        if isinstance(other, Objective):
            return Objective([*self._weighted(), *other._weighted()])
        return Objective(self._weighted() if other == 0 else [*self._weighted(), (1.0, other)])

    def __radd__(self, other: Literal[0]) -> Objective:
        """`sum` begins with 0."""
        return self + other

    def _weighted(self) -> list[tuple[float, Term]]:
        return [(self.weights[term.name], term) for term in self.terms]

    @property
    def layers(self) -> tuple[str, ...]:
        """Every layer that some term needs, each once."""
        return tuple(dict.fromkeys(layer for term in self.terms for layer in term.layers))

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Losses:
        """Judge a picture [1, 3, H, W] by its activations."""
        return self.sum((term.name, term(picture, activations)) for term in self.terms)

    def sum(self, parts: Iterable[tuple[str, Tensor]]) -> Losses:
        """The losses of which these are the parts, unweighted scalars, each with its term's name."""
        sums: dict[str, Tensor] = {}
        for name, loss in parts:
            sums[name] = sums[name] + loss if name in sums else loss
        return Losses(torch.stack([self.weights[name] * loss for name, loss in sums.items()]).sum(), sums)

    @property
    def regions(self) -> list[Region]:
        """Those that some term has, each once."""
        return list(dict.fromkeys(region for term in self.terms if (region := _region(term)) is not None))

    def by_region(self) -> list[tuple[Region | None, Objective]]:
        """What each region is to be judged by, one by one: [] where no term has a region.

        Terms that look at the network and have no region count in each, and in what no region covers; those that look
        at the pixels only come first, with None.
        """
        if self._parts is None:
            self._parts = self._parted()
        return self._parts

    def _parted(self) -> list[tuple[Region | None, Objective]]:
        regions = self.regions
        if not regions:
            return []
        common = [term for term in self.terms if _region(term) is None and term.layers]
        pixels = [term for term in self.terms if _region(term) is None and not term.layers]
        parts: list[tuple[Region | None, Objective]] = [(None, self._only(pixels))] if pixels else []
        parts += [(r, self._only([*common, *(t for t in self.terms if _region(t) is r)])) for r in regions]
        rest = (1 - torch.stack([region.reach for region in regions]).sum(dim=0)).clamp(0, 1)
        if common and bool(rest.max() > 1e-4):
            parts.append((Region(rest, regions[0].around), self._only(common)))
        return parts

    def _only(self, terms: Sequence[Term]) -> Objective:
        """Some of the terms, with the weights that they have here at any time."""
        part = Objective(())
        part.terms, part.weights = list(terms), self.weights
        return part

    def __repr__(self) -> str:
        return " + ".join(f"{weight:g} * {term}" for weight, term in self._weighted())


def _region(term: Term) -> Region | None:
    """Of terms that count in a part of the picture only (see regions.py)."""
    found: Region | None = getattr(term, "region", None)
    return found
