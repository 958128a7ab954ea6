"""3x3 convolutions with a quarter of the multiplications, for wide layers on a CPU.

Winograd's minimal filtering F(4x4, 3x3), after Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks"
(2015): the input is cut into tiles of 6x6 that overlap by two, tiles and weights are transformed, multiplied point by
point (36 matrix products over the channels), and transformed back into tiles of 4x4.

    Y = A^T [ (G g G^T) * (B^T d B) ] A      d 6x6 input, g 3x3 weights, Y 4x4 output

In float32 the result is the direct convolution's to six digits. In bfloat16, where the direct convolution is twice as
fast anyway, the error would be three times its own (0.8 % in place of 0.25 %), so there it is not used.
"""

from __future__ import annotations

import torch
from torch import Tensor

from pixelstyle.networks import onednn

B_T = torch.tensor(
    [
        [4.0, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ]
)
G = torch.tensor(
    [[6.0, 0, 0], [-4, -4, -4], [-4, 4, -4], [1, 2, 4], [1, -2, 4], [0, 0, 24]], dtype=torch.float64
) / 24  # fmt: skip
A_T = torch.tensor([[1.0, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]])

LEAST_CHANNELS = 128 * 256
"""Input times output channels from which the transforms cost less than the multiplications that they save."""
LEAST_POSITIONS = 600
"""Pixels from which reading the transformed weights, four times the plain ones, is worth it."""


class Winograd:
    """One such convolution: frozen weights [K, C, 3, 3], transformed once; four times their size in memory."""

    def __init__(self, weight: Tensor) -> None:
        self.channels = weight.shape[0]
        both = torch.kron(G, G).to(weight.device)
        flat = weight.detach().permute(2, 3, 1, 0).reshape(9, -1)
        transformed = (both @ flat.double()).to(weight.dtype).view(36, weight.shape[1], weight.shape[0])
        self.products = [onednn.pack_matrix(matrix) for matrix in transformed]
        self.into = torch.kron(B_T, B_T).to(weight)
        self.back = torch.kron(A_T, A_T).to(weight)

    @staticmethod
    def fits(weight: Tensor, values: Tensor) -> bool:
        """Whether this is the faster way to convolve `values` [N, C, H, W] by `weight` [K, C, k, k]."""
        return (
            values.device.type == "cpu"
            and values.dtype == weight.dtype == torch.float32
            and onednn.products_work()
            and weight.shape[2:] == (3, 3)
            and weight.shape[0] * weight.shape[1] >= LEAST_CHANNELS
            and values.shape[2] * values.shape[3] >= LEAST_POSITIONS
        )

    def __call__(self, values: Tensor, bias: Tensor | None) -> Tensor:
        """The convolution of [N, C, H, W], stride 1 and a border of one zero: [N, K, H, W], channels last."""
        count, channels, height, width = values.shape
        down, across = -(-height // 4), -(-width // 4)
        padded = values.new_zeros(count, 4 * down + 2, 4 * across + 2, channels)
        padded[:, 1 : height + 1, 1 : width + 1] = values.permute(0, 2, 3, 1)
        image, row, pixel, _ = padded.stride()
        tiles = padded.as_strided((6, 6, count, down, across, channels), (row, pixel, image, 4 * row, 4 * pixel, 1))
        transformed = onednn.multiply(self.into, tiles.reshape(36, -1)).view(36, -1, channels)
        products = torch.stack([onednn.multiply_packed(*pair) for pair in zip(transformed, self.products, strict=True)])
        result = onednn.multiply(self.back, products.view(36, -1)).view(4, 4, count, down, across, self.channels)
        joined = values.new_empty(count, down, 4, across, 4, self.channels)
        ordered = result.permute(2, 3, 0, 4, 1, 5)
        if bias is None:
            joined.copy_(ordered)
        else:
            torch.add(ordered, bias, out=joined)
        whole = joined.view(count, 4 * down, 4 * across, self.channels)[:, :height, :width]
        return whole.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
