"""The shipped VGG-19 against a plain reimplementation, its published weights, and the clock."""

import time
from typing import Literal

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from safetensors.numpy import load_file

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.networks import load_network, network_layers
from pixelstyle.networks.families.vgg import Shipped

PUBLISHED = [0.341195, 0.339992, -0.0448442, 0.232159, 0.0897821, -0.303314, -0.0726092, -0.246675, -0.336833, 0.464184]
ALL = [layer.name for layer in network_layers("vgg19-caffe")]


def plain_vgg19(picture: torch.Tensor, pooling: str) -> dict[str, torch.Tensor]:
    """Straight from the paper and the weights file, in the order in which one would write it down."""
    file = load_file(Shipped.path)
    bgr = picture[:, [2, 1, 0]] * 255 - torch.tensor([103.939, 116.779, 123.68]).view(1, 3, 1, 1)
    seen, values = {}, bgr
    for block, depth in enumerate([2, 2, 4, 4, 4], start=1):
        for conv in range(1, depth + 1):
            name = f"{block}_{conv}"
            weight = np.take(file[f"conv{name}.table"], file[f"conv{name}.codes"]).transpose(0, 3, 1, 2)
            bias = torch.from_numpy(file[f"conv{name}.bias"])
            values = seen[f"conv{name}"] = F.conv2d(values, torch.from_numpy(weight.copy()), bias, padding=1)
            values = seen[f"relu{name}"] = values.clamp(min=0)
        pool = F.avg_pool2d if pooling == "average" else F.max_pool2d
        values = seen[f"pool{block}"] = pool(values, 2)
    return seen


@pytest.mark.slow
@pytest.mark.parametrize("layers", [ALL, [name for name in ALL if "conv" not in name]], ids=["all", "joined"])
@pytest.mark.parametrize("pooling", ["average", "max"])
def test_every_activation_and_the_gradient_agree_with_a_plain_reimplementation(
    pooling: Literal["average", "max"], layers: list[str]
) -> None:
    torch.manual_seed(0)
    network = load_network(layers=layers, pooling=pooling)
    for count, height, width in [(1, 32, 48), (1, 37, 45), (2, 51, 33)]:
        picture = torch.rand(count, 3, height, width)
        ours, theirs = picture.clone().requires_grad_(), picture.clone().requires_grad_()
        got, plain = network(ours), plain_vgg19(theirs, pooling)
        expected = {name: plain[name] for name in layers}
        assert list(got) == layers
        for name in layers:
            assert_near(got[name], expected[name], 1e-5)
        for activations in (got, expected):
            torch.stack([values.square().mean().sqrt() for values in activations.values()]).sum().backward()
        assert_near(ours.grad, theirs.grad, 1e-4)


def test_bfloat16_agrees_with_float32_to_its_three_digits() -> None:
    picture = torch.rand(1, 3, 48, 64, requires_grad=True)
    layers, gradients = ["relu1_1", "relu3_1", "relu4_2"], []
    for dtype in (torch.float32, torch.bfloat16):
        activations = load_network(layers=layers, dtype=dtype)(picture)
        losses = [values.float().square().mean().sqrt() for values in activations.values()]
        gradients.append(torch.autograd.grad(torch.stack(losses).sum(), picture)[0].flatten())
        assert all(values.dtype == dtype for values in activations.values())
    assert torch.cosine_similarity(gradients[0], gradients[1], dim=0) > 0.995


def assert_near(found: torch.Tensor, expected: torch.Tensor, tolerance: float) -> None:
    """Equal within `tolerance` of the largest value, in the mean square, and within ten times that everywhere."""
    error, scale = (found - expected).abs(), expected.abs().max()
    assert error.max() <= 10 * tolerance * scale
    assert error.square().mean().sqrt() <= tolerance * scale


def test_first_weights_are_those_published_with_the_original_model() -> None:
    weight = Shipped().read(["features.0.weight"])["features.0.weight"]
    assert weight.shape == (64, 3, 3, 3)
    np.testing.assert_allclose(weight.flatten()[:10], PUBLISHED, atol=0.002)


def test_the_network_is_cut_after_the_last_layer_in_use_and_frozen() -> None:
    network = load_network(layers=["relu1_1", "relu2_1"])
    assert sum(parameter.numel() for parameter in network.parameters()) == 64 * 28 + 64 * 577 + 128 * 577
    assert not any(parameter.requires_grad for parameter in network.parameters())
    assert network.layers == tuple(ALL)


def test_loading_takes_under_half_a_second() -> None:
    def load() -> float:
        start = time.perf_counter()
        load_network(layers=["relu4_2", "relu5_1"])
        return time.perf_counter() - start

    assert min(load() for _ in range(3)) < 0.5


def test_receptive_fields_are_where_the_gradient_is() -> None:
    """One activation's gradient on the picture is non-zero in exactly a square of the stated size."""
    network = load_network(layers=["relu3_1"])
    picture = torch.rand(1, 3, 96, 96, requires_grad=True)
    activation = network(picture)["relu3_1"]
    activation[:, :, 12, 12].sum().backward()
    rows = picture.grad.abs().sum((0, 1, 3)).nonzero().flatten()
    layer = next(layer for layer in network_layers("vgg19-caffe") if layer.name == "relu3_1")
    assert (rows.max() - rows.min() + 1).item() == layer.field == 24
    assert activation.shape[-1] * layer.stride == 96


@pytest.mark.slow
def test_unknown_layers_and_networks_name_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"relu4-2.*Did you mean relu4_2"):
        load_network(layers=["relu4-2"])
    with pytest.raises(UnknownNameError, match=r"vgg91"):
        load_network("vgg91", layers=["relu1_1"])
    with pytest.raises(PixelStyleError, match=r"too small for layer relu5_1"):
        load_network(layers=["relu5_1"])(torch.rand(1, 3, 15, 320))
