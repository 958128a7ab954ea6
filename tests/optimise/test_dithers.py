"""The order of a dither's pixels, and what far hues in it cost."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.optimise.methods.dithers import PriceOfHues, ordered

GREYS = torch.tensor([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])


def dithered(lightness: float) -> torch.Tensor:
    """What an even area of a grey becomes in black (0) and white (1): int64 [16, 16]."""
    logits = -(torch.tensor([0.0, 1.0]) - lightness).square()
    return (logits + ordered(GREYS, 16, 16)).argmax(dim=-1)


def test_an_even_area_becomes_an_ordered_dither() -> None:
    squares = dithered(0.5).unfold(0, 2, 2).unfold(1, 2, 2).flatten(2)
    assert (squares.sum(dim=-1) == 2).all() and (squares[..., 0] == squares[..., 3]).all()  # a chequerboard
    dark, light = (dithered(lightness) for lightness in (0.2, 0.8))
    assert dark.sum() < 128 < light.sum()
    assert torch.equal(light, light[:4, :4].tile(4, 4))


def test_colours_that_lie_close_are_moved_by_as_much_less() -> None:
    near, far = (torch.tensor([[each] * 3 for each in levels]) for levels in ((0.4, 0.5, 0.6), (0.0, 0.5, 1.0)))
    assert ordered(near, 4, 4).abs().max() < 0.2 * ordered(far, 4, 4).abs().max()


def test_of_equal_colours_one_counts() -> None:
    twice = torch.cat([GREYS, GREYS])
    assert torch.equal(ordered(twice, 4, 4)[..., :2], ordered(GREYS, 4, 4))


def test_one_colour_has_no_order() -> None:
    assert not ordered(GREYS[:1], 4, 4).any()


def test_opposite_hues_cost_more_than_a_hue_and_a_grey_as_far_apart() -> None:
    colours = torch.tensor([[1.0, 0.5, 0.6], [0.5, 0.9, 0.5], [0.7, 0.7, 0.7], [0.0, 0.9, 0.0]])  # pink, greens, grey
    hues = srgb_to_oklab(colours)[:, 1:]
    odd = ((torch.arange(8)[:, None] + torch.arange(8)) % 2).bool()

    def price(one: int, other: int, opposite: bool) -> float:
        return PriceOfHues(hues, opposite)(F.one_hot(torch.where(odd, one, other), 4).float()).item()

    pink_and_green, grey_and_green = price(0, 1, True), price(2, 3, True)
    assert price(2, 3, False) == pytest.approx(grey_and_green, rel=1e-3) and price(2, 2, True) < 1e-3
    assert pink_and_green > 2 * price(0, 1, False)
