"""With a dither, cells and palettes are chosen for what it mixes, not for what single colours are near."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.colour import linear_to_srgb, srgb_to_linear, srgb_to_oklab
from pixelstyle.palettes import get_palette
from pixelstyle.screens import Dither, check, choose_palette, fit, get_mode


@pytest.mark.parametrize("name", ["atari7800", "nes-mmc5", "plus4-multicolor", "terminal-quadrants"])
def test_a_dither_mixes_what_single_colours_are_all_far_from(name: str) -> None:
    """Dark skin is nearer to a grey than to any colour of these machines, and nearer still to a grey with some red: of
    the hue at least half has to come."""
    mode = get_mode(name)
    skin = np.tile(np.array([0.34, 0.25, 0.21], np.float32), (mode.height, mode.width, 1))
    skin *= np.linspace(0.8, 1.2, mode.width, dtype=np.float32)[None, :, None]
    palette = get_palette(mode.palette or "")
    if mode.choice is not None:
        palette = choose_palette(mode, skin, palette, dither=1.0)
    native = fit(mode, skin, palette, dither=Dither("floyd-steinberg"))
    assert check(native) == []
    seen, wanted = (
        srgb_to_oklab(linear_to_srgb(srgb_to_linear(each).mean(axis=(0, 1))))
        for each in (native.native_rgb() / 255, skin)
    )
    assert float(np.linalg.norm((seen - wanted)[1:])) < 0.55 * float(np.linalg.norm(wanted[1:]))
