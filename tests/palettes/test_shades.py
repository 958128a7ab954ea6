"""Pictures in the shades of a palette that has nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.palettes import get_palette, in_shades, spread_in_shades


def test_shades_are_steps_of_the_same_size_however_far_apart_they_are() -> None:
    # The two lightest greens of a Game Boy are nearly the same: two thirds of the way up is where they begin.
    green = get_palette("gameboy-dmg")
    shades = np.sort(srgb_to_oklab(green.srgb().astype(np.float64))[:, 0])
    part = np.linspace(0, 1, 301)
    lightness = srgb_to_oklab(np.tile(np.array([[0.2], [0.8]]), (1, 3)))[:, 0]
    levels = np.interp(part, [0, 1], lightness)
    grey = np.repeat((levels**3)[:, None], 3, axis=1)  # linear light of greys, whose lightness is its cube root
    srgb = np.where(grey <= 0.0031308, 12.92 * grey, 1.055 * np.maximum(grey, 1e-9) ** (1 / 2.4) - 0.055)
    found = in_shades(srgb[None], green)
    assert found is not None
    seen = srgb_to_oklab(found.astype(np.float64))[0, :, 0]
    assert np.abs(seen[[104, 196]] - shades[1:3]).max() < 0.02  # two of a hundred at each end are beyond


def test_a_white_page_stays_white_and_little_ink_is_black() -> None:
    page = np.ones((40, 40, 3))
    page[:4] = 0.1
    page[4:8] = 0.5
    found = in_shades(page, get_palette("gameboy-grey"))
    assert found is not None
    assert found[20, 20, 0] > 0.99 and found[0, 0, 0] < 0.01 and 0.1 < found[6, 0, 0] < 0.9


def test_of_two_shades_what_is_dark_is_lighter_for_glyphs() -> None:
    grey = np.linspace(0, 1, 101).repeat(3).reshape(1, 101, 3)
    for_dots, for_glyphs = (in_shades(grey, get_palette("pet-green"), glyphs) for glyphs in (False, True))
    assert for_dots is not None and for_glyphs is not None
    before, after = (srgb_to_oklab(found.astype(np.float64))[0, :, 0] for found in (for_dots, for_glyphs))
    assert after[[0, -1]] == pytest.approx(before[[0, -1]], abs=0.01)
    assert (np.diff(after) >= 0).all() and after[50] > 1.2 * before[50]
    of_four = [in_shades(grey, get_palette("gameboy-grey"), glyphs) for glyphs in (False, True)]
    assert (of_four[0] == of_four[1]).all()


def test_a_picture_that_reaches_beyond_two_shades_keeps_its_tones() -> None:
    """The Playdate's are a dark and a middle grey: pressed between them a sky is as dark as what stands before it."""
    wide = np.linspace(0, 1, 101).repeat(3).reshape(1, 101, 3)
    narrow = 0.4 + 0.2 * wide
    two, green = get_palette("playdate"), get_palette("gameboy-grey")
    assert spread_in_shades(wide, two) is None
    for picture, palette, glyphs in ((narrow, two, False), (wide, two, True), (wide, green, False)):
        spread, always = spread_in_shades(picture, palette, glyphs), in_shades(picture, palette, glyphs)
        assert spread is not None and always is not None and (spread == always).all()
    assert spread_in_shades(wide, get_palette("c64")) is None
