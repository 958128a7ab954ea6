"""The fast product and the packed weights give what the plain ones give, in every layout and size."""

from collections.abc import Sequence

import pytest
import torch

from pixelstyle.networks import multiply
from pixelstyle.networks.kernels import onednn
from pixelstyle.networks.kernels.convolution import ConvReLU


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
@pytest.mark.parametrize(("positions", "channels"), [(1, 64), (35, 3), (9, 1), (1, 1), (1000, 64)])
def test_products_agree_with_float64(positions: int, channels: int, dtype: torch.dtype) -> None:
    torch.manual_seed(positions)
    features = torch.randn(1, channels, 1, positions).to(dtype, memory_format=torch.channels_last)
    features = features.permute(0, 2, 3, 1).reshape(-1, channels)
    square = torch.randn(channels, channels).to(dtype)
    rough = 0.03 if dtype == torch.bfloat16 else 1e-5
    for left, right in [(features.T, features), (features, square)]:
        expected = left.double() @ right.double()
        assert (multiply(left, right) - expected).abs().max() <= rough * expected.abs().max()


@pytest.mark.skipif(not onednn.packing_works(torch.float32), reason="oneDNN is not there")
def test_weights_are_packed_for_each_size_of_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed for no size or another one, oneDNN may take ten times as long, on processors without AVX-512."""
    sizes, pack = [], onednn.pack

    def noting(weight: torch.Tensor, padding: list[int], size: Sequence[int]) -> torch.Tensor:
        sizes.append(tuple(size))
        return pack(weight, padding, size)

    monkeypatch.setattr(onednn, "pack", noting)
    plain = torch.nn.Conv2d(24, 40, 3, padding=1).requires_grad_(False)
    layer = ConvReLU(plain)
    for height in (12, 12, 20):
        values = torch.randn(1, 24, height, 15, requires_grad=True)
        found, expected = layer(values), plain(values).relu()
        assert torch.allclose(found, expected, atol=1e-5)
        gradient = torch.randn_like(expected)
        assert torch.allclose(
            torch.autograd.grad(found, values, gradient)[0],
            torch.autograd.grad(expected, values, gradient)[0],
            atol=1e-5,
        )
    assert sizes == [(1, 24, 12, 15), (1, 40, 12, 15), (1, 24, 20, 15), (1, 40, 20, 15)]
