"""Displays: flat colours stay, dithers become colours, and the gradient passes."""

from __future__ import annotations

import pytest
import torch

from pixelstyle.colour import linear_to_srgb
from pixelstyle.errors import PixelStyleError
from pixelstyle.optimise import make_display
from pixelstyle.optimise.display import lacks_greys, suitable_display
from pixelstyle.palettes import get_palette


@pytest.mark.parametrize("name", ["crt", "0.7,0.5", "0,3"])
def test_a_flat_colour_looks_as_it_is(name: str) -> None:
    display = make_display(name)
    assert display is not None
    picture = torch.tensor([0.9, 0.3, 0.1]).view(1, 3, 1, 1).expand(1, 3, 12, 16)
    assert torch.allclose(display(picture), picture, atol=2e-3)


def test_a_checkerboard_is_mixed_in_linear_light() -> None:
    board = ((torch.arange(32).view(-1, 1) + torch.arange(32)) % 2).float().expand(1, 3, 32, 32)
    display = make_display("2,2")
    assert display is not None
    middle = display(board)[..., 8:-8, 8:-8]
    assert torch.allclose(middle, linear_to_srgb(torch.tensor(0.5)).expand_as(middle), atol=1e-3)


def test_crt_blurs_colour_more_than_brightness() -> None:
    display = make_display("crt")
    assert display is not None
    grey, hue = torch.full((1, 3, 9, 33), 0.5), torch.full((1, 3, 9, 33), 0.5)
    grey[..., 16:] = 0.7
    hue[:, 0, :, 16:], hue[:, 2, :, 16:] = 0.6, 0.35
    spread = [
        float((seen[0, 0, 4] - seen[0, 0, 4, 0]).abs().div((seen[0, 0, 4, -1] - seen[0, 0, 4, 0]).abs())[13])
        for seen in (display(grey), display(hue))
    ]
    assert spread[1] > 3 * spread[0]


@pytest.mark.parametrize("name", ["crt", "retina"])
def test_the_gradient_passes(name: str) -> None:
    picture = torch.rand(1, 3, 8, 8, generator=torch.Generator().manual_seed(0)).requires_grad_()
    display = make_display(name)
    assert display is not None
    display(picture).square().sum().backward()
    assert picture.grad is not None
    assert bool(picture.grad.isfinite().all())
    assert bool((picture.grad.abs().amax(dim=1) > 0).all())


def test_the_retina_makes_a_shade_of_a_dither_and_leaves_edges() -> None:
    display = make_display("retina")
    assert display is not None
    board = ((torch.arange(38).view(-1, 1) + torch.arange(42)) % 2).float().expand(1, 3, 38, 42)
    seen = display(0.3 + 0.3 * board)
    assert seen.shape == board.shape
    inner = seen[..., 8:-8, 8:-8]
    assert float(inner.std()) < 0.3 * float(0.3 * board.std())
    edge = torch.full((1, 3, 40, 40), 0.2)
    edge[..., 20:] = 0.8
    assert float((display(edge) - edge).abs().max()) < 0.12


@pytest.mark.parametrize("text", ["blurry", "1", "1,2,3", "-1,0", "nan,1", "99,1", ""])
def test_other_displays_are_refused_in_words(text: str) -> None:
    with pytest.raises(PixelStyleError, match="no display"):
        make_display(text)
    assert make_display("sharp") is None


@pytest.mark.parametrize(
    ("palette", "display"),
    [
        ("c64-colodore", "sharp"),
        ("pico-8", "sharp"),
        ("zx-spectrum", "0.8,0.8"),
        ("bbc", "0.8,0.8"),
        ("epaper-spectra6", "0.8,0.8"),
    ],
)
def test_palettes_without_greys_are_looked_at_through_a_blur(palette: str, display: str) -> None:
    assert suitable_display(torch.from_numpy(get_palette(palette).srgb())) == display


def test_two_colours_have_no_grey_between_them_however_near_they_are() -> None:
    near = torch.tensor([[51, 68, 68], [187, 187, 170]]) / 255
    assert lacks_greys(near) and lacks_greys(near[[0, 1, 1]])
    assert not lacks_greys(torch.cat([near, near.mean(dim=0, keepdim=True)]))
