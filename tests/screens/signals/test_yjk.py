"""MSX2+'s YJK: codes, colours, the search, and the checker that shares nothing with them."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, check_rgb, get_mode, nearest
from pixelstyle.screens.signals.yjk import every_level, exact_codes
from pixelstyle.screens.solving.costs import in_space

MODE, PALETTE = get_mode("msx2plus-screen12"), get_palette("msx2-screen8")


def random_rgb(seed: int) -> np.ndarray:
    codes = np.random.default_rng(seed).integers(0, 256, (212, 256), np.uint8)
    return NativePicture(MODE, PALETTE, codes).native_rgb()


def test_there_are_19268_colours() -> None:
    assert len(np.unique(every_level().reshape(-1, 3), axis=0)) == 19268


def test_codes_are_found_for_whatever_codes_can_show() -> None:
    rgb = random_rgb(1)
    assert (nearest(MODE, rgb / np.float32(255), PALETTE).native_rgb() == rgb).all()
    codes, possible = exact_codes(rgb)
    assert possible.all()
    assert (NativePicture(MODE, PALETTE, codes).native_rgb() == rgb).all()


@pytest.mark.slow
def test_the_checker_and_the_codes_agree_on_what_cannot_be_shown() -> None:
    rgb = random_rgb(2)
    rng = np.random.default_rng(3)
    for x, y in rng.integers(0, (256, 212), (40, 2)):
        rgb[y, x] = random_rgb(4)[y, x]
    clashing = {clash.cell for clash in check_rgb(rgb, MODE)}
    assert clashing == {(int(x), int(y)) for y, x in np.argwhere(~exact_codes(rgb)[1])}
    assert 5 < len(clashing) <= 40


@pytest.mark.slow
def test_the_search_is_near_to_all_that_there_is() -> None:
    rng = np.random.default_rng(5)
    smooth = rng.random((53, 64, 3)).repeat(4, axis=0).repeat(4, axis=1).astype(np.float32)
    picture = np.clip(smooth + rng.normal(0, 0.05, smooth.shape), 0, 1).astype(np.float32)
    shown = nearest(MODE, picture, PALETTE).native_rgb() / np.float32(255)
    ours = ((in_space(shown, "oklab") - in_space(picture, "oklab")) ** 2).sum(axis=2).reshape(-1, 4).sum(axis=1)
    every = in_space(every_level() / np.float32(31), "oklab")
    points = in_space(picture, "oklab").reshape(-1, 4, 3)
    some = rng.choice(len(points), 60, replace=False)
    best = [sum(((every - point) ** 2).sum(axis=2).min(axis=1) for point in points[k]).min() for k in some]
    assert ours[some].sum() <= 1.1 * np.sum(best)
