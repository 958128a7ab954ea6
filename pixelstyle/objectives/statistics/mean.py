"""Style as means of single features: how strong each is on average."""

from __future__ import annotations

from torch import Tensor

from pixelstyle.objectives.style import PlainStyle, mean_of

SUMMARY = "how much of each feature"


class MeanStyle(PlainStyle):
    """|m - n|^2 / |n|^2 with the mean features m of the picture and n of the style: how much there is of what.

    The part of Li, Wang, Liu and Hou's loss (see moments) that does without deviations. Cost: O(P C), the least of all.
    """

    @staticmethod
    def statistic(features: Tensor, counts: Tensor | None) -> Tensor:
        return mean_of(features, counts)


STATISTIC = MeanStyle
