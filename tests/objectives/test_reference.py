"""What areas look like from afar, held to a reference."""

import torch

from pixelstyle.colour import linear_to_srgb, srgb_to_linear
from pixelstyle.objectives import AreaColours


def checkerboard(one: torch.Tensor, other: torch.Tensor, side: int = 32) -> torch.Tensor:
    odd = (torch.arange(side)[:, None] + torch.arange(side)) % 2
    return torch.where(odd.bool(), one.view(1, 3, 1, 1), other.view(1, 3, 1, 1))


def test_a_dither_is_the_colour_that_its_light_mixes_to() -> None:
    red, cyan = torch.tensor([0.8, 0.1, 0.1]), torch.tensor([0.1, 0.7, 0.8])
    dithered = checkerboard(red, cyan)
    mixed = linear_to_srgb((srgb_to_linear(red) + srgb_to_linear(cyan)) / 2).view(1, 3, 1, 1).expand(1, 3, 32, 32)
    reference = torch.cat([mixed, torch.rand(1, 3, 32, 32, generator=torch.manual_seed(1))], dim=3)
    term = AreaColours(reference, 2)  # in squares of an odd side one colour has a pixel more
    same = torch.cat([dithered, reference[..., 32:]], dim=3)
    assert float(term(reference, {})) == 0
    assert float(term(same, {})) < 1e-5
    wrong = torch.cat([red.view(1, 3, 1, 1).expand(1, 3, 32, 32), reference[..., 32:]], dim=3)
    assert float(term(wrong, {})) > 0.5


def test_one_flat_colour_is_about_one() -> None:
    reference = torch.rand(1, 3, 8, 8, generator=torch.manual_seed(2)).repeat_interleave(16, 2).repeat_interleave(16, 3)
    flat = reference.mean(dim=(2, 3), keepdim=True).expand_as(reference)
    assert 0.8 < float(AreaColours(reference)(flat, {})) < 1.3


def test_its_gradient_is_a_number_in_black_and_beyond() -> None:
    for value in (0.0, 1.0, -0.2, 1.3):
        picture = torch.full((1, 3, 9, 7), value, requires_grad=True)
        AreaColours(torch.rand(1, 3, 9, 7))(picture, {}).backward()
        assert picture.grad is not None and bool(picture.grad.isfinite().all())
