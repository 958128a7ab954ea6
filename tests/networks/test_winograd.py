"""Winograd's way gives what the plain way gives, at any size, in both types, forwards and backwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch
import torch.nn.functional as F

from pixelstyle.networks import load_network
from pixelstyle.networks.kernels import winograd
from pixelstyle.networks.kernels.winograd import Winograd, transforms

ERROR = {torch.float32: 3e-6, torch.bfloat16: 0.025}
"""Of the whole result, for values without any order; the plain way in bfloat16 is off by 0.003."""


def of_seed(
    seed: int, channels: int, made: int, height: int, width: int, dtype: torch.dtype, count: int = 1
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    torch.manual_seed(seed)
    weight = torch.randn(made, channels, 3, 3).div((9 * channels) ** 0.5).to(dtype)
    values = torch.randn(count, channels, height, width).to(dtype, memory_format=torch.channels_last)
    return weight, torch.randn(made).to(dtype), values, torch.randn_like(values)


def plain(weight: torch.Tensor, bias: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    return F.conv2d(values.double(), weight.double(), bias.double(), padding=1)


def off_by(found: torch.Tensor, expected: torch.Tensor) -> float:
    return ((found.double() - expected).norm() / expected.norm()).item()


def test_its_three_matrices_convolve() -> None:
    into, of_weights, out = (matrix.double() for matrix in transforms())
    torch.manual_seed(0)
    patch, weight = torch.randn(6, 6).double(), torch.randn(3, 3).double()
    found = out @ ((into @ patch.flatten()) * (of_weights @ weight.flatten()))
    expected = F.conv2d(patch[None, None], weight[None, None])[0, 0]
    assert (found.view(4, 4) - expected).abs().max() < 1e-6


@pytest.mark.parametrize("dtype", list(ERROR), ids=str)
@pytest.mark.parametrize(
    ("height", "width", "count"), [(4, 4, 1), (1, 1, 1), (25, 40, 1), (13, 7, 2), (31, 43, 1), (9, 210, 1), (70, 5, 3)]
)
def test_it_agrees_with_the_plain_way(height: int, width: int, count: int, dtype: torch.dtype) -> None:
    weight, bias, values, gate = of_seed(height, 24, 40, height, width, dtype, count)
    expected = plain(weight, bias, values)
    assert off_by(Winograd(weight, bias, relu=False)(values), expected) < ERROR[dtype]
    assert off_by(Winograd(weight, bias, relu=True)(values), expected.relu()) < ERROR[dtype]
    gated = Winograd(weight, None, relu=False)(values, gate)
    assert off_by(gated, plain(weight, torch.zeros(40), values.where(gate > 0, 0))) < ERROR[dtype]
    assert gated.is_contiguous(memory_format=torch.channels_last)
    assert gated.shape == (count, 40, height, width)


def test_a_layer_is_the_same_to_the_bit_whatever_was_computed_before() -> None:
    weight, bias, values, _ = of_seed(1, 256, 256, 26, 42, torch.bfloat16)
    layer, other = Winograd(weight, bias, relu=True), of_seed(2, 32, 48, 90, 70, torch.bfloat16)
    first = layer(values)
    Winograd(other[0], other[1], relu=False)(other[2])
    assert torch.equal(layer(values), first)


def test_threads_do_not_write_into_each_others_memory() -> None:
    weight, bias, values, _ = of_seed(3, 128, 128, 40, 40, torch.bfloat16)
    layer = Winograd(weight, bias, relu=True)
    many = [values * factor for factor in (1, -2, 3, -4)]
    expected = [layer(one) for one in many]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            assert all(torch.equal(*pair) for pair in zip(pool.map(layer, many), expected, strict=True))


@pytest.mark.parametrize("dtype", list(ERROR), ids=str)
def test_a_network_and_its_gradient_agree_with_one_that_does_without(
    dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(winograd, "_multiplies_slowly", lambda dtype: True)
    torch.manual_seed(4)
    picture = torch.rand(1, 3, 100, 132)
    used: list[Winograd] = []
    monkeypatch.setattr(Winograd, "__call__", counting(Winograd.__call__, used))
    found = judged(picture, dtype)
    assert len(used) == (8 if dtype == torch.bfloat16 else 6)
    monkeypatch.setattr(Winograd, "suits", lambda weight, backwards: False)
    for one, other in zip(found, judged(picture, dtype), strict=True):
        assert off_by(one, other.double()) < (1e-5 if dtype == torch.float32 else 0.05)


def counting(call: Callable[..., torch.Tensor], used: list[Winograd]) -> Callable[..., torch.Tensor]:
    def counted(self: Winograd, *arguments: Any) -> torch.Tensor:
        used.append(self)
        return call(self, *arguments)

    return counted


def judged(picture: torch.Tensor, dtype: torch.dtype) -> list[torch.Tensor]:
    """Activations and a gradient."""
    picture = picture.clone().requires_grad_()
    activations = load_network(layers=["relu3_1", "relu4_1"], dtype=dtype)(picture)
    sum(values.float().square().mean().sqrt() for values in activations.values()).backward()
    return [*(values.detach() for values in activations.values()), picture.grad]


@pytest.mark.parametrize("backwards", [False, True])
def test_only_wide_layers_of_3x3_weights_and_sizes_worth_it(backwards: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winograd, "_multiplies_slowly", lambda dtype: True)
    assert Winograd.suits(torch.zeros(256, 256, 3, 3), backwards)
    assert not Winograd.suits(torch.zeros(256, 256, 5, 5), backwards)
    assert not Winograd.suits(torch.zeros(512, 64, 3, 3), backwards)
    assert Winograd.suits(torch.zeros(128, 256, 3, 3, dtype=torch.bfloat16), backwards) == backwards
    assert Winograd.suits_size(torch.zeros(1, 1, 25, 40))
    assert not Winograd.suits_size(torch.zeros(1, 1, 12, 20))


def test_float64_goes_the_plain_way() -> None:
    assert not Winograd.suits(torch.zeros(256, 256, 3, 3, dtype=torch.float64), backwards=True)
