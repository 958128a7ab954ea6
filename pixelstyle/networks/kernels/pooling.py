"""The mean of 2x2 activations, with a way back that is a single copy.

torch's own way back adds every gradient to four zeros, and in bfloat16 takes three times as long.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class AveragePool(nn.Module):
    """[N, C, H, W] to [N, C, H // 2, W // 2]: what nn.AvgPool2d(2) is."""

    def forward(self, values: Tensor) -> Tensor:
        result: Tensor = _AveragePool.apply(values)
        return result


class _AveragePool(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, values: Tensor) -> Tensor:
        ctx.size = values.shape[2:]
        return F.avg_pool2d(values, 2)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        quarter = (gradients[0] * 0.25).permute(0, 2, 3, 1)
        count, rows, columns, channels = quarter.shape
        height, width = ctx.size
        result = quarter.new_empty(count, height, width, channels)
        result[:, 2 * rows :].zero_()  # the last row or column of an odd number is in no square
        result[:, :, 2 * columns :].zero_()
        squares = result[:, : 2 * rows, : 2 * columns].view(count, rows, 2, columns, 2, channels)
        squares.copy_(quarter[:, :, None, :, None])
        return result.permute(0, 3, 1, 2)
