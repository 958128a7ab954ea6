"""The three backward rules, against arithmetic by hand and against plain VGG steps written out."""

from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from pixelstyle.networks import ReluRule, load_network, relu_backward
from pixelstyle.networks.relu_rules import ruled_relu

RULES: list[ReluRule] = ["plain", "deconvolution", "guided"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("plain", [-1, 2, 0, 0]), ("deconvolution", [0, 2, 0, 4]), ("guided", [0, 2, 0, 0])],
)
def test_one_relu_by_hand(rule: ReluRule, expected: list[int]) -> None:
    values = torch.tensor([1.0, 2.0, -1.0, -2.0], requires_grad=True)
    with relu_backward(rule):
        result = ruled_relu(values)
    result.backward(torch.tensor([-1.0, 2.0, -3.0, 4.0]))
    assert result.tolist() == [1, 2, 0, 0]
    assert values.grad.tolist() == expected


@pytest.mark.parametrize("layers", [["relu2_1"], ["conv1_1", "conv1_2", "conv2_1", "relu2_1"]], ids=["joined", "apart"])
@pytest.mark.parametrize("rule", RULES)
def test_the_shipped_network_goes_back_as_written_out(rule: ReluRule, layers: list[str]) -> None:
    torch.manual_seed(3)
    network = load_network(layers=layers)
    picture = torch.rand(1, 3, 24, 20, requires_grad=True)
    with relu_backward(rule):
        network(picture)["relu2_1"].sum().backward()

    convolutions = [module for module in network.modules() if isinstance(module, torch.nn.Conv2d)]
    masks: list[torch.Tensor] = []
    values = network.preprocessing(picture.detach())
    for convolution in convolutions:
        values = values if len(masks) != 2 else F.avg_pool2d(values, 2)
        values = convolution(values)
        masks.append(values > 0)
        values = values.relu()
    back = torch.ones_like(values)
    for number, (convolution, mask) in reversed(list(enumerate(zip(convolutions, masks, strict=True)))):
        back = back if rule == "plain" else back.relu()
        back = back if rule == "deconvolution" else back * mask
        back = F.conv_transpose2d(back, convolution.weight, padding=1)
        if number == 2:
            back = F.interpolate(back, scale_factor=2) / 4
    expected = back.flip(1) * 255
    torch.testing.assert_close(picture.grad, expected, rtol=1e-3, atol=1e-4 * expected.abs().max().item())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["googlenet", "resnet50", "squeezenet", "efficientnet-lite0"])
def test_rules_reach_every_relu_of_the_other_networks(name: str, tmp_path: Path) -> None:
    """A negative gradient passes plain ReLUs, however a network calls them, and stops at the others."""
    import torchvision  # takes seconds

    weights = None
    if name != "efficientnet-lite0":
        model = getattr(torchvision.models, {"squeezenet": "squeezenet1_0"}.get(name, name))(
            weights=None, **({"init_weights": False} if name == "googlenet" else {})
        )
        weights = tmp_path / "w.pth"
        torch.save(model.state_dict(), weights)
    layer = {"googlenet": "inception3b", "resnet50": "conv2_2", "squeezenet": "fire3", "efficientnet-lite0": "block3a"}[
        name
    ]
    network = load_network(name, layers=[layer], weights=weights)
    reached = {}
    for rule in RULES:
        picture = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1)).requires_grad_()
        with relu_backward(rule):
            activation = network(picture)[layer]
        activation.sum().neg().backward()
        reached[rule] = picture.grad
    assert reached["plain"].abs().max() > 0
    if name in ("googlenet", "resnet50", "squeezenet"):  # these end in a ReLU, which stops all that is negative
        assert reached["guided"].abs().max() == reached["deconvolution"].abs().max() == 0
    assert not torch.allclose(reached["plain"], reached["guided"])
