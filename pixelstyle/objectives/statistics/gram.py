"""Style as Gram matrices: which features of a layer occur together, wherever they occur."""

from __future__ import annotations

from torch import Tensor

from pixelstyle.objectives.style import PlainStyle, products

SUMMARY = "which features occur together"


class GramStyle(PlainStyle):
    """Relative Gram loss: |G - A|^2 / |A|^2.

    G is the picture's Gram matrix and A the style's. Gatys, Ecker and Bethge (2016), eqs. 3 to 5, have
    sum_l w_l / (4 N_l^2 M_l^2) |G_l - A_l|^2, whose layers differ in scale by orders of magnitude.
    Cost: O(P C^2) for P positions and C channels, in the network's own type. The default.
    """

    @staticmethod
    def statistic(features: Tensor, counts: Tensor | None) -> Tensor:
        return products(features, counts)


def gram_matrix(activations: Tensor) -> Tensor:
    """Gram matrix of activations [1, C, H, W]: float32 [C, C], divided by the H * W positions.

    >>> import torch
    >>> gram_matrix(torch.tensor([[[[1.0, 2.0]], [[0.0, 1.0]]]])).tolist()
    [[2.5, 1.0], [1.0, 0.5]]
    """
    return products(activations.permute(0, 2, 3, 1).reshape(-1, activations.shape[1]), None)


STATISTIC = GramStyle
