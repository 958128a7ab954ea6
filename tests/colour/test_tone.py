"""Tone does what its words say, and nothing by default."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.colour import Tone, linear_to_srgb, srgb_to_oklab
from pixelstyle.colour.tone import MID_GREY

PICTURE = np.random.default_rng(0).uniform(0.2, 0.8, (12, 16, 3)).astype(np.float32)


def test_nothing_is_changed_by_default() -> None:
    assert Tone().adjust(PICTURE) is PICTURE


def test_lightness_moves_and_hues_stay() -> None:
    soft = 0.5 + (PICTURE - 0.5) * np.float32(0.2)
    before, after = srgb_to_oklab(soft), srgb_to_oklab(Tone(brightness=0.1).adjust(soft))
    assert np.allclose(after - before, [0.1, 0, 0], atol=2e-3)


def test_contrast_turns_around_mid_grey() -> None:
    greys = np.linspace(0.3, 0.7, 9, dtype=np.float32)[:, None, None].repeat(3, axis=2)
    before, after = (srgb_to_oklab(each)[..., 0] - MID_GREY for each in (greys, Tone(contrast=1.5).adjust(greys)))
    assert np.allclose(after, 1.5 * before, atol=1e-3)


@pytest.mark.parametrize("saturation", [0.0, 0.5])
def test_saturation_scales_chroma(saturation: float) -> None:
    before, after = (srgb_to_oklab(each)[..., 1:] for each in (PICTURE, Tone(saturation=saturation).adjust(PICTURE)))
    assert np.allclose(after, saturation * before, atol=2e-3)


def test_gamma_is_of_light() -> None:
    quarter = linear_to_srgb(np.full((2, 2, 3), 0.25, np.float32))
    assert np.allclose(Tone(gamma=2).adjust(quarter), linear_to_srgb(np.full((2, 2, 3), 0.5, np.float32)), atol=1e-3)
    for end in (0.0, 1.0):
        assert np.allclose(Tone(gamma=2).adjust(np.full((2, 2, 3), end, np.float32)), end, atol=1e-3)


def test_sharpening_is_the_same_in_wide_pixels() -> None:
    """An edge between lines overshoots on both sides, as much on native pixels as on the shown ones."""
    edge = np.full((16, 8, 3), 0.4, np.float32)
    edge[8:] = 0.6
    crisp = Tone(sharpen=1).adjust(edge)
    assert crisp[7].max() < 0.39
    assert crisp[8].min() > 0.61
    assert np.allclose(crisp[[0, -1]], edge[[0, -1]], atol=1e-3)
    assert np.allclose(crisp, Tone(sharpen=1).adjust(edge[:, ::2], (2, 1)).repeat(2, axis=1), atol=1e-6)
