"""Winograd's way to convolve by frozen 3x3 weights: 4x4 results from 36 products where the plain way takes 144.

Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2016), F(4x4, 3x3): a tile of 6x6 values d becomes
V = B'dB, the weights g become U = GgG', and A'(U * V)A is 4x4 results, where * multiplies position by position. Over
all channels that is 36 ordinary matrix products, in which the work lies; B and A only add and take away.

The matrices follow from the points at which polynomials are evaluated, and so does the rounding: with the usual 0, 1,
-1, 2, -2 a VGG layer in bfloat16 is off by 1 %, with those below by 0.5 %, by the plain way by 0.2 %. Why is in
Barabasz and others, "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep Neural Networks"
(2020). In float32 the error is 7e-7.
"""

from __future__ import annotations

import functools
import math
import threading
from collections.abc import Iterable
from fractions import Fraction

import torch
from torch import Tensor

from pixelstyle.networks.kernels.onednn import multiply, products_work

TILE = 4
"""Results of a tile, each way."""
PATCH = TILE + 2
"""Values of a tile, each way: 3x3 weights reach one further on each side."""
POINTS = (Fraction(0), Fraction(3, 4), Fraction(-3, 4), Fraction(3, 2), Fraction(-3, 2))
"""And infinity."""
AT_ONCE = 128
"""About this many tiles are worked on together, so that what lies between the products stays in cache."""
FEWEST = 40
"""With fewer tiles than this, the larger weights cost more than the products save."""
NARROWEST = 256
"""Channels in and out from which on it is faster; in bfloat16 it is so from half of them on.

But what the narrow layers round on the way forwards goes into all that follow, and together the finished pictures were
worse by 0.25 % of their loss; with these layers in Winograd's way only backwards they are as good as without it.
"""


class Winograd:
    """Convolution by frozen weights [K, C, 3, 3] with padding 1, and, where asked for, ReLU after it, on a CPU."""

    def __init__(self, weight: Tensor, bias: Tensor | None, relu: bool) -> None:
        into, of_weights, out = (matrix.to(weight.device) for matrix in transforms())
        self._into, self._out = into.to(weight.dtype), out.to(weight.dtype)
        flat = weight.permute(2, 3, 0, 1).reshape(9, -1)
        self._weight = (of_weights @ flat.float()).to(weight.dtype).view(PATCH**2, *weight.shape[:2])
        self._bias, self._relu = bias, relu

    @staticmethod
    def suits(weight: Tensor, backwards: bool) -> bool:
        """Whether it is the better way for weights [out, in, h, w], on this machine, in a picture of some size."""
        narrowest = NARROWEST // 2 if backwards and weight.dtype == torch.bfloat16 else NARROWEST
        return (
            weight.device.type == "cpu"
            and weight.shape[2:] == (3, 3)
            and min(weight.shape[:2]) >= narrowest
            and _multiplies_slowly(weight.dtype)
        )

    @staticmethod
    def suits_size(values: Tensor) -> bool:
        """Whether values [N, C, H, W] have enough positions for it."""
        return -(-values.shape[2] // TILE) * -(-values.shape[3] // TILE) >= FEWEST

    def __call__(self, values: Tensor, gate: Tensor | None = None) -> Tensor:
        """[N, C, H, W] to [N, K, H, W], channels last.

        Values count as 0 where `gate`, of the same shape, is not above 0.
        """
        count, _, height, width = values.shape
        rows, columns = -(-height // TILE), -(-width // TILE)
        # The last tiles may reach beyond the picture; what they put there is cut off at the end.
        result = values.new_empty(count, rows * TILE, columns * TILE, self._weight.shape[1])
        at_once = -(-rows // max(1, round(rows * columns / AT_ONCE)))  # parts as even as can be
        for index in range(count):
            padded = _padded(values[index], None if gate is None else gate[index], rows, columns)
            for row in range(0, rows, at_once):
                strip = result[index, row * TILE : (row + at_once) * TILE]
                self._convolve(padded[row * TILE :], strip)
        return result[:, :height, :width].permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)

    def _convolve(self, padded: Tensor, strip: Tensor) -> None:
        """Fill strip [4r, 4c, K] from padded [4r + 2 or more, 4c + 2, C]."""
        rows, columns = strip.shape[0] // TILE, strip.shape[1] // TILE
        tiles, channels, made = rows * columns, padded.shape[2], strip.shape[2]
        down, right, _ = padded.stride()
        overlapping = padded.as_strided(
            (PATCH, PATCH, rows, columns, channels), (down, right, TILE * down, TILE * right, 1)
        )
        patches = _scratch.take("patches", overlapping.shape, padded).copy_(overlapping)
        moved = self._transform(self._into, patches.view(PATCH**2, -1), "moved").view(PATCH**2, tiles, channels)
        products = self._multiply(moved)
        back = self._transform(self._out, products.view(PATCH**2, -1), "back")
        found = back.view(TILE, TILE, rows, columns, made).permute(2, 0, 3, 1, 4)
        places = strip.view(rows, TILE, columns, TILE, made)
        if self._bias is None:
            places.copy_(found)
        else:
            torch.add(found, self._bias, out=places)
        if self._relu:
            strip.relu_()

    @staticmethod
    def _transform(matrix: Tensor, values: Tensor, name: str) -> Tensor:
        if values.dtype == torch.float32:
            return multiply(matrix, values)
        return torch.mm(matrix, values, out=_scratch.take(name, (matrix.shape[0], values.shape[1]), values))

    def _multiply(self, moved: Tensor) -> Tensor:
        """[36, tiles, C] to [36, tiles, K]."""
        products = _scratch.take("products", (*moved.shape[:2], self._weight.shape[1]), moved)
        turned = self._weight.transpose(1, 2)
        if moved.dtype == torch.float32:  # as torch's product of many float32 matrices asks MKL
            pairs = zip(moved, turned, strict=True)
            return torch.stack([multiply(left, right) for left, right in pairs], out=products)
        return torch.bmm(moved, turned, out=products)


@functools.cache
def transforms() -> tuple[Tensor, Tensor, Tensor]:
    """B' for values [36, 36], G for weights [36, 9] and A' for results [16, 36], each for rows and columns at once.

    By Toom and Cook: the product of two polynomials is known from its values at as many points as it has coefficients;
    a convolution is that product turned round.
    """
    out = [[point**power for point in POINTS] + [Fraction(power == TILE - 1)] for power in range(TILE)]
    weights, into = [], []
    for point in POINTS:
        others = [other for other in POINTS if other != point]
        scale = math.prod(point - other for other in others)
        weights.append([point**power / scale for power in range(3)])
        into.append([*_expand(others), Fraction(0)])
    weights.append([Fraction(0), Fraction(0), Fraction(1)])
    into.append(_expand(POINTS))
    matrices = (torch.tensor([[float(value) for value in row] for row in rows]) for rows in (into, weights, out))
    first, second, third = (torch.kron(matrix, matrix) for matrix in matrices)
    return first, second, third


def _expand(roots: Iterable[Fraction]) -> list[Fraction]:
    """The coefficients of the product of x - root over all roots, the constant first."""
    found = [Fraction(1)]
    for root in roots:
        shifted, scaled = [Fraction(0), *found], [*(-root * value for value in found), Fraction(0)]
        found = [one + other for one, other in zip(shifted, scaled, strict=True)]
    return found


def _padded(values: Tensor, gate: Tensor | None, rows: int, columns: int) -> Tensor:
    """[C, H, W] as [4 rows + 2, 4 columns + 2, C], with zeros around."""
    channels, height, width = values.shape
    padded = _scratch.take("padded", (rows * TILE + 2, columns * TILE + 2, channels), values)
    padded[0].zero_()
    padded[height + 1 :].zero_()
    padded[:, 0].zero_()
    padded[:, width + 1 :].zero_()
    inside = padded[1 : height + 1, 1 : width + 1]
    if gate is None:
        inside.copy_(values.permute(1, 2, 0))
    else:
        torch.ops.aten.threshold_backward.grad_input(
            values.permute(1, 2, 0), gate.permute(1, 2, 0), 0, grad_input=inside
        )
    return padded


class _Scratch(threading.local):
    """Memory for what lies between the products, used again by every layer: fetched anew, it would not be in cache."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, torch.dtype], Tensor] = {}

    def take(self, name: str, shape: tuple[int, ...], like: Tensor) -> Tensor:
        size = math.prod(shape)
        held = self._held.get((name, like.dtype))
        if held is None or len(held) < size:
            with torch.inference_mode(False):  # memory made in that mode could not be written to outside of it
                held = self._held[name, like.dtype] = like.new_empty(size)
        return held[:size].view(shape)


_scratch = _Scratch()


@functools.cache
def _multiplies_slowly(dtype: torch.dtype) -> bool:
    """Whether products are what takes the time, as measured with AVX2 and AVX-512.

    With AMX a processor has done them before it has moved the values.
    """
    if not torch.backends.cpu.get_cpu_capability().startswith("AVX"):
        return False
    if dtype == torch.float32:
        return products_work()
    amx = getattr(torch.cpu, "_is_amx_tile_supported", None)
    return dtype == torch.bfloat16 and amx is not None and not amx()
