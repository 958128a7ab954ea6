"""The judge looks from near and, every third time, from afar."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import linear_to_srgb, srgb_to_linear
from pixelstyle.networks import load_network
from pixelstyle.objectives import Content, Objective, Summand
from pixelstyle.optimise import Judge, from_afar
from pixelstyle.optimise.display import blurred


def test_afar_is_a_blur_in_linear_light_at_half_the_size() -> None:
    picture = torch.rand(1, 3, 24, 40, generator=torch.manual_seed(1))
    expected = linear_to_srgb(F.avg_pool2d(srgb_to_linear(blurred(picture, 1.0, 1.0)), 2))
    assert torch.allclose(from_afar(picture), expected, atol=1e-6)
    assert from_afar(picture[..., :23, :39]).shape == (1, 3, 12, 20)
    flat = torch.full((1, 3, 8, 8), 0.3)
    assert torch.allclose(from_afar(flat), flat[..., :4, :4], atol=1e-6)


class Brightness(Summand):
    """The picture's mean, under a name."""

    layers: tuple[str, ...] = ()

    def __init__(self, name: str, factor: float) -> None:
        self.name, self.factor = name, factor

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        return self.factor * picture.mean()


def test_every_third_look_is_from_afar_and_the_last_are_from_near() -> None:
    near, afar = Objective([(2.0, Brightness("content", 1.0))]), Objective([(1.0, Brightness("content", 10.0))])
    judge = Judge(load_network(layers=["relu1_1"]), near, afar=near.alike(afar))
    picture, seen = torch.full((1, 3, 8, 8), 0.5), []
    for iteration in range(20):
        judge.begin(iteration, 20)
        seen.append(round(float(judge(picture).total), 3))
        assert float(judge.exact(picture).total) == 1.0  # figures are from near
    assert seen == [1.0, 1.0, 10.0] * 5 + [1.0, 1.0, 1.0, 1.0, 1.0]
    near.weights["content"] = 4.0  # a weight that changes on the way is one for both
    judge.begin(2, 20)
    assert float(judge(picture).total) == 20.0


def test_a_dither_that_mixes_to_the_picture_is_seen_from_near_only() -> None:
    network = load_network(layers=["relu1_1"])
    picture = torch.full((1, 3, 32, 48), 0.5)
    picture[..., 24:] = 0.7
    dots = 0.1 * ((torch.arange(32)[:, None] + torch.arange(48)) % 2 - 0.5)
    dithered = linear_to_srgb(srgb_to_linear(picture) + dots)
    with torch.no_grad():
        seen = [network(shown)["relu1_1"] for shown in (picture, from_afar(picture))]
        near, afar = (Objective([(1.0, Content("relu1_1", target))]) for target in seen)
        judge, losses = Judge(network, near, afar=near.alike(afar)), []
        for iteration in (0, 2):
            judge.begin(iteration, 30)
            assert float(judge(picture).total) == 0.0
            losses.append(float(judge(dithered).total))
    assert losses[1] < 0.05 * losses[0]
