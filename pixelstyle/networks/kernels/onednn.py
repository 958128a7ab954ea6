"""oneDNN's own doors, for what torch's public functions do more slowly on a CPU.

They are the doors that torch's compiler uses, but no public interface: each is tried out, and its result compared with
the public function's, before it is trusted; where it is missing or wrong the public function does the work.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor


def pack(weight: Tensor, padding: list[int], size: Sequence[int]) -> Tensor:
    """Weights [K, C, k, k] in the blocked layout that oneDNN computes in; torch would convert them at every call.

    They fit values of any size [N, C, H, W], but for another than this one oneDNN may take ten times as long.
    """
    packed: Tensor = torch.ops.mkldnn._reorder_convolution_weight(weight, padding, [1, 1], [1, 1], 1, list(size))
    return packed


def convolve(values: Tensor, packed: Tensor, bias: Tensor | None, padding: list[int], after: str) -> Tensor:
    """Convolution of [N, C, H, W] with stride 1 by packed weights; `after` is 'relu' or 'none'."""
    result: Tensor = torch.ops.mkldnn._convolution_pointwise(
        values, packed, bias, padding, [1, 1], [1, 1], 1, after, [], ""
    )
    return result


def multiply(left: Tensor, right: Tensor) -> Tensor:
    """left @ right for matrices [M, K] and [K, N].

    In float32 on a CPU torch asks MKL, which takes twice as long on some processors.
    """
    # oneDNN may refuse strides other than a plain or a turned matrix has, such as those of a single row.
    plain = min(*left.shape, *right.shape) > 1 and 1 in left.stride() and 1 in right.stride()
    if plain and left.device.type == "cpu" and left.dtype == right.dtype == torch.float32 and products_work():
        return _multiply(left, right)
    return left @ right


def _multiply(left: Tensor, right: Tensor) -> Tensor:
    result: Tensor = torch.ops.mkldnn._linear_pointwise(left, right.T, None, "none", [], "")
    return result


@functools.cache
def packing_works(dtype: torch.dtype) -> bool:
    """Whether `pack` and `convolve` are there and right for this type."""
    values = torch.linspace(-1, 1, 16 * 7 * 9).sin().view(1, 16, 7, 9).to(dtype, memory_format=torch.channels_last)
    weight = torch.linspace(-1, 1, 16 * 16 * 9).cos().view(16, 16, 3, 3).to(dtype, memory_format=torch.channels_last)
    bias = torch.linspace(-1, 1, 16).to(dtype)
    try:
        found = convolve(values, pack(weight, [1, 1], values.shape), bias, [1, 1], "relu")
    except (AttributeError, RuntimeError, TypeError):
        return False
    expected = F.conv2d(values, weight, bias, padding=1).relu()
    return torch.allclose(found.float(), expected.float(), rtol=0.02, atol=0.02)


@functools.cache
def products_work() -> bool:
    """Whether oneDNN multiplies float32 matrices here, and rightly."""
    left, right = torch.linspace(-1, 1, 40 * 24).sin().view(40, 24), torch.linspace(-1, 1, 24 * 32).cos().view(24, 32)
    try:
        found = _multiply(left, right)
        turned = _multiply(left.T, left)
    except (AttributeError, RuntimeError, TypeError):
        return False
    return torch.allclose(found, left @ right, atol=1e-4) and torch.allclose(turned, left.T @ left, atol=1e-4)
