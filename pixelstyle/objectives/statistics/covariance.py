"""Style as covariances: which features vary together, whatever their means."""

from __future__ import annotations

from torch import Tensor

from pixelstyle.objectives.style import PlainStyle, mean_of, products

SUMMARY = "the same about their means: strokes more than colours"


class CovarianceStyle(PlainStyle):
    """|C - D|^2 / |D|^2 with the covariance matrices C of the picture's features and D of the style's.

    Sun and Saenko, "Deep CORAL: Correlation Alignment for Deep Domain Adaptation" (2016), eq. 1; for style, as a
    transform in place of a loss, Li, Fang, Yang, Wang, Lu and Yang, "Universal Style Transfer via Feature Transforms"
    (2017). Cost: the Gram matrix's and one pass more.
    """

    @staticmethod
    def statistic(features: Tensor, counts: Tensor | None) -> Tensor:
        # The mean goes off first: the difference of two large matrices would be lost in bfloat16.
        return products(features - mean_of(features, counts).to(features.dtype), counts)


STATISTIC = CovarianceStyle
