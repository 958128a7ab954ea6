"""Style as covariances: which features vary together, whatever their means."""

from __future__ import annotations

from torch import Tensor

from pixelstyle.objectives.style import Style, Target, energy, mean_of, products, squared_distance


class CovarianceStyle(Style):
    """|C - D|^2 / |D|^2 with the covariance matrices C of the picture's features and D of the style's.

    Sun and Saenko, "Deep CORAL: Correlation Alignment for Deep Domain Adaptation" (2016), eq. 1; for style, as a
    transform in place of a loss, Li, Fang, Yang, Wang, Lu and Yang, "Universal Style Transfer via Feature Transforms"
    (2017). Cost: the Gram matrix's and one pass more.
    """

    @staticmethod
    def describe(features: Tensor) -> Target:
        covariance = _covariance(features, None)
        return covariance, energy(covariance)

    @staticmethod
    def distance(features: Tensor, counts: Tensor | None, target: Target) -> Tensor:
        covariance, size = target
        return squared_distance(_covariance(features, counts), covariance) / size


def _covariance(features: Tensor, counts: Tensor | None) -> Tensor:
    # The mean goes off first: the difference of two large matrices would be lost in bfloat16.
    return products(features - mean_of(features, counts).to(features.dtype), counts)
