"""Pixels that a method pins stay what they are at the start, and feel no gradient."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from pixelstyle.optimise import METHODS, make_method, make_target
from pixelstyle.palettes import get_palette
from pixelstyle.screens import ScreenMode, get_mode

HEIGHT, WIDTH = 32, 64
CPU = torch.device("cpu")


def small(name: str) -> ScreenMode:
    return replace(get_mode(name), width=WIDTH, height=HEIGHT)


def left_half() -> torch.Tensor:
    still = torch.zeros(HEIGHT, WIDTH, dtype=torch.bool)
    still[:, : WIDTH // 2] = True
    return still


def noise(seed: int) -> torch.Tensor:
    return torch.rand(1, 3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("name", METHODS)
def test_pinned_pixels_of_a_picture_without_rules_stay_and_feel_nothing(name: str) -> None:
    method = make_method(name, make_target(small("none"), None, "oklab", CPU), noise(1), every=2)
    method.pin(left_half())
    before = method.picture().detach().clone()
    method.picture().square().sum().backward()
    gradient = method.variables.grad
    assert gradient is not None
    assert not gradient[..., : WIDTH // 2].any() and gradient[..., WIDTH // 2 :].all()
    with method.moving() as variables:
        variables += 0.1
    moved = (method.picture() != before).any(dim=1)[0]
    assert torch.equal(moved, ~left_half())


def test_pinned_logits_hold_their_colour_when_warm_and_feel_nothing() -> None:
    target = make_target(small("free"), get_palette("pico-8"), "oklab", CPU)
    kept = target.picture(target.nearest(noise(1)))
    method = make_method("anneal", target, kept, every=2)
    loose = method.picture().detach().clone()
    method.pin(left_half())
    method.begin(0, 10)
    picture = method.picture()
    assert torch.allclose(picture[..., : WIDTH // 2], kept[..., : WIDTH // 2], atol=1e-6)
    assert torch.equal(picture[..., WIDTH // 2 :], loose[..., WIDTH // 2 :])
    picture.square().sum().backward()
    gradient = method.variables.grad
    assert gradient is not None and not gradient[:, : WIDTH // 2].any() and gradient[:, WIDTH // 2 :].any()
