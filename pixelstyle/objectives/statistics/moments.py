"""Style as moments of single features: how strong each is on average, and how much it varies."""

from __future__ import annotations

from torch import Tensor

from pixelstyle.objectives.style import Reference, Style, energy, exact, mean_of, squared_distance

SUMMARY = "mean and deviation of each feature"

_STILL = 1e-6
"""What is added to variances, as a part of their mean: the root of 0 has no gradient."""


class MomentsStyle(Style):
    """(|m - n|^2 + |s - t|^2) / (|n|^2 + |t|^2) with means m, n and standard deviations s, t of each feature.

    Li, Wang, Liu and Hou, "Demystifying Neural Style Transfer" (2017), section 4.3, BN: the statistics of batch
    normalisation, which AdaIN (Huang and Belongie, 2017) transfers directly. Cost: O(P C).
    """

    @staticmethod
    def describe(features: Tensor) -> Reference:
        mean = mean_of(features, None)
        still = _variance(features, None, mean).mean() * _STILL
        deviation = (_variance(features, None, mean) + still).sqrt()
        return mean, deviation, still.clamp_min(1e-20), energy(mean, deviation)

    @staticmethod
    def distance(features: Tensor, counts: Tensor | None, reference: Reference) -> Tensor:
        mean, deviation, still, size = reference
        found = mean_of(features, counts)
        spread = (_variance(features, counts, found) + still).sqrt()
        return (squared_distance(found, mean) + squared_distance(spread, deviation)) / size


def _variance(features: Tensor, counts: Tensor | None, mean: Tensor) -> Tensor:
    return mean_of((features.to(exact(features)) - mean).square(), counts)


STATISTIC = MomentsStyle
