"""Style as histograms of single features: how often each is how strong."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from pixelstyle.objectives.style import Reference, Style, exact

SUMMARY = "how often each strength of each feature occurs"


class HistogramStyle(Style):
    """|F - H(F)|^2 / |H|^2: H(F) are the picture's features moved, channel by channel, to where the style's histogram
    has values of the same rank.

    Risser, Wilmot and Barnes, "Stable and Controllable Neural Texture Synthesis and Style Transfer Using Histogram
    Losses" (2017), section 4.2, with ranks in place of their 256 bins: that is each feature's squared Wasserstein-2
    distance in one dimension, and the gradient is exact. Cost: O(C P log P), a sort of every channel in every step,
    which at the first layers of a large picture is much.
    """

    @staticmethod
    def describe(features: Tensor) -> Reference:
        ranked = features.T.contiguous().sort(dim=1).values
        return ranked, ranked.square().mean(dim=1).sum().clamp_min(1e-12)

    @staticmethod
    def distance(features: Tensor, counts: Tensor | None, reference: Reference) -> Tensor:
        ranked, size = reference
        if counts is not None:
            somewhere = counts > 0
            features, counts = features[somewhere], counts[somewhere].to(exact(features))
        rows = features.T.to(exact(features)).contiguous()
        order = _order(rows.detach())
        values = rows.gather(1, order)
        if counts is None:
            ranks = (torch.arange(len(features), device=values.device, dtype=torch.float64) + 0.5) / len(features)
            return (values - _at(ranked, ranks.expand_as(values))).square().mean(dim=1).sum() / size
        shares = counts[order]
        ranks = shares.double().cumsum(dim=1) - 0.5 * shares
        return (shares * (values - _at(ranked, ranks)).square()).sum() / size


def _order(rows: Tensor) -> Tensor:
    """Where each row's values stand from the least to the greatest, int64 [C, P]."""
    if rows.device.type != "cpu":
        return rows.argsort(dim=1)
    # numpy's sort knows the processor's vectors, which makes it six times as fast as torch's.
    return torch.from_numpy(np.argsort(rows.numpy(), axis=1))


def _at(ranked: Tensor, ranks: Tensor) -> Tensor:
    """Values [C, N] at ranks [C, N], 0..1, of ascending rows [C, P]; between two of them in proportion."""
    places = (ranks * ranked.shape[1] - 0.5).clamp(0, ranked.shape[1] - 1)
    below = places.long()
    above = (below + 1).clamp_max(ranked.shape[1] - 1)
    return torch.lerp(ranked.gather(1, below), ranked.gather(1, above), (places - below).to(ranked))


STATISTIC = HistogramStyle
