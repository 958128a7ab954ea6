"""Which colours cells hold, where there are many to choose from."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.optimise import make_target
from pixelstyle.optimise.methods.anneal import Anneal
from pixelstyle.palettes import get_palette
from pixelstyle.screens import check, get_mode

PALE = (0.80, 0.86, 0.80), (0.55, 0.45, 0.45), (0.62, 0.72, 0.80)
"""Colours, sRGB, that are no greys, but have some beside them."""


@pytest.mark.parametrize("name", ["plus4-hires", "plus4-multicolor", "terminal-quadrants", "terminal-braille"])
@pytest.mark.parametrize("colour", PALE)
def test_a_pale_colour_is_not_taken_for_the_greys_beside_it(name: str, colour: tuple[float, float, float]) -> None:
    """There are more of these in the palette, and each is a little like what is wanted."""
    mode = replace(get_mode(name), width=48, height=48)
    assert mode.palette is not None
    target = make_target(mode, get_palette(mode.palette), "oklab", torch.device("cpu"))
    start = torch.tensor(colour).reshape(1, 3, 1, 1).expand(1, 3, 48, 48)
    method = Anneal(target, start, every=5)
    method.trust(dithers=False)
    mixture = method._mixture(0.2)
    found = method._sets.solved(mixture)
    mixed = srgb_to_oklab(mixture[0, 0] @ target.colours)
    shown = srgb_to_oklab(torch.from_numpy(found.native_rgb()) / 255).reshape(-1, 3).mean(dim=0)
    usable = torch.arange(len(target.colours)) if mode.usable is None else torch.tensor(mode.usable)
    nearest = torch.cdist(mixed[None], srgb_to_oklab(target.colours[usable])).min()
    assert torch.dist(mixed, shown) < nearest + 0.01
    assert check(replace(found, mode=mode)) == []
