"""Glyphs keep the light of the picture that a run under rules begins with."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from pixelstyle.optimise import make_target
from pixelstyle.optimise.methods.anneal import Anneal
from pixelstyle.palettes import get_palette
from pixelstyle.screens import check, get_mode


@pytest.mark.parametrize("part", [0.25, 0.4])
def test_a_green_between_two_shades_is_mixed_by_glyphs_however_cold(part: float) -> None:
    """Their own mixtures, of less than half, would be a blank."""
    screen = replace(get_mode("pet-40"), width=64, height=32)
    target = make_target(screen, get_palette("pet-green"), "oklab", torch.device("cpu"))
    srgb = 1.055 * part ** (1 / 2.4) - 0.055
    start = torch.tensor([0.0, srgb, 0.0]).reshape(1, 3, 1, 1).expand(1, 3, 32, 64)
    method = Anneal(target, start, every=5)
    method.trust()
    with method.moving() as logits:
        logits.copy_(torch.tensor([30.0, 0.0]).expand(32, 64, 2))  # as mixtures that have cooled down to black
    native = method.finish()
    assert native.indices.mean() == pytest.approx(part, abs=0.2) and native.indices.mean() > 0.05
    assert check(native) == []
