"""The mean of 2x2 and its gradient are torch's own, at even and odd sizes."""

import pytest
import torch
import torch.nn.functional as F

from pixelstyle.networks.kernels.pooling import AveragePool


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=str)
@pytest.mark.parametrize("layout", [torch.channels_last, torch.contiguous_format], ids=str)
@pytest.mark.parametrize(("height", "width"), [(8, 12), (7, 12), (8, 5), (25, 41), (2, 3)])
def test_the_mean_and_its_gradient_are_torchs(
    height: int, width: int, layout: torch.memory_format, dtype: torch.dtype
) -> None:
    torch.manual_seed(height)
    values = torch.randn(2, 5, height, width).to(dtype, memory_format=layout)
    ours, theirs = values.clone().requires_grad_(), values.clone().requires_grad_()
    found, expected = AveragePool()(ours), F.avg_pool2d(theirs, 2)
    assert torch.equal(found, expected)
    gradient = torch.randn_like(expected)
    found.backward(gradient)
    expected.backward(gradient)
    assert torch.equal(ours.grad, theirs.grad)


def test_a_single_row_is_too_small_and_says_so() -> None:
    with pytest.raises(RuntimeError, match="too small"):
        AveragePool()(torch.zeros(1, 3, 1, 8))
