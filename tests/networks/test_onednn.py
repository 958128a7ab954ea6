"""The fast product gives what the plain one gives, in every layout that the losses use."""

import pytest
import torch

from pixelstyle.networks import multiply


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
@pytest.mark.parametrize(("positions", "channels"), [(1, 64), (35, 3), (9, 1), (1, 1), (1000, 64)])
def test_products_agree_with_float64(positions, channels, dtype):
    torch.manual_seed(positions)
    features = torch.randn(1, channels, 1, positions).to(dtype, memory_format=torch.channels_last)
    features = features.permute(0, 2, 3, 1).reshape(-1, channels)
    square = torch.randn(channels, channels).to(dtype)
    rough = 0.03 if dtype == torch.bfloat16 else 1e-5
    for left, right in [(features.T, features), (features, square)]:
        expected = left.double() @ right.double()
        assert (multiply(left, right) - expected).abs().max() <= rough * expected.abs().max()
