"""Style as normal distributions of features, compared by how far features would have to move."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from pixelstyle.networks import multiply
from pixelstyle.objectives.style import Reference, Style, exact, mean_of, squared_distance

SUMMARY = "means and covariances by how far features would have to move"

_LEAST = {torch.float32: 1e-3, torch.float64: 1e-7}
"""Singular values below this part of the largest are lost in rounding, as they are found from their squares."""


class WassersteinStyle(Style):
    """Relative squared Wasserstein-2 distance of normal distributions, N(m, C) the picture's and N(n, D) the style's:

        (|m - n|^2 + tr C + tr D - 2 tr (D^1/2 C D^1/2)^1/2) / (|n|^2 + tr D)

    The divisor is the style's distance from no features at all. Olkin and Pukelsheim, "The distance between two random
    vectors with given dispersion matrices" (1982); for style Mroueh, "Wasserstein Style Transfer" (2020), there as a
    map in place of a loss.

    With F the centred features, the last trace is the sum of the singular values of F D^1/2 / sqrt(P). Its gradient,
    the product of the singular vectors, is bounded and needs no differences of eigenvalues, which break the gradient of
    a matrix root where two are equal. Cost: O(P C^2 + min(P, C)^3); the cube is an eigendecomposition in float32.
    """

    @staticmethod
    def describe(features: Tensor) -> Reference:
        mean = mean_of(features, None)
        centred = (features - mean).double()
        values, vectors = torch.linalg.eigh(centred.T @ centred / len(centred))
        root = (vectors * values.clamp_min(0).sqrt()) @ vectors.T
        spread = values.clamp_min(0).sum().to(mean)
        return mean, root.to(mean), spread, (mean.square().sum() + spread).clamp_min(1e-12)

    @staticmethod
    def distance(features: Tensor, counts: Tensor | None, reference: Reference) -> Tensor:
        mean, root, spread, size = reference
        found = mean_of(features, counts)
        centred = features.to(exact(features)) - found
        share = 1 / len(features) if counts is None else counts.to(centred).unsqueeze(1)
        weighted = centred * share**0.5
        overlap: Tensor = _SumOfSingularValues.apply(weighted, root)
        return (squared_distance(found, mean) + weighted.square().sum() + spread - 2 * overlap) / size


class _SumOfSingularValues(torch.autograd.Function):
    """Of F R, with F [P, C] and a symmetric R [C, C] that gets no gradient."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, root: Tensor) -> Tensor:
        moved = multiply(features, root)
        few = len(moved) < moved.shape[1]
        squares = multiply(moved, moved.T) if few else multiply(moved.T, moved)
        if not bool(squares.isfinite().all()):  # eigh would raise; the loop knows what to do with a loss that is NaN
            ctx.save_for_backward(torch.full_like(moved, torch.nan), root)
            return squares.new_tensor(torch.nan)
        values, vectors = torch.linalg.eigh(squares)
        singular: Tensor = values.clamp_min(0).sqrt()
        inverse = torch.where(singular > _LEAST[singular.dtype] * singular[-1], 1 / singular, 0.0)
        inverse_root = multiply(vectors * inverse, vectors.T)
        ctx.save_for_backward(multiply(inverse_root, moved) if few else multiply(moved, inverse_root), root)
        return singular.sum()

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        directions, root = ctx.saved_tensors
        return gradients[0] * multiply(directions, root), None


STATISTIC = WassersteinStyle
