"""MSX2+'s YJK: codes, colours, the search, and the checker that shares nothing with them."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import NativePicture, check_rgb, get_mode, nearest
from pixelstyle.screens.signals.yjk import every_level, exact_codes
from pixelstyle.screens.signals.yjk_attribute import codes_of, palette_of
from pixelstyle.screens.solving.costs import in_space

MODE, PALETTE = get_mode("msx2plus-screen12"), get_palette("msx2-screen8")
WITH_ATTRIBUTE = get_mode("msx2plus-screen10")
_K = np.arange(16)
SIXTEEN = Palette.from_array("p", np.rint(np.stack([_K % 8, _K // 2, (3 * _K + 1) % 8], axis=1) * (255 / 7)))


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


def with_attributes(seed: int) -> np.ndarray:
    """A few lines again and again, which the checker looks at once."""
    codes = np.random.default_rng(seed).integers(0, 256, (2, 256), np.uint8)
    return NativePicture(WITH_ATTRIBUTE, SIXTEEN, np.tile(codes, (106, 1))).native_rgb()


def test_a_byte_with_the_attribute_shows_the_palette_and_keeps_its_part_of_the_hue() -> None:
    plain = np.tile(np.array([[0xA1, 0x42, 0x63, 0x07]], np.uint8), (212, 64))
    listed = plain.copy()
    listed[:, 1::4] |= 8
    one, other = (NativePicture(WITH_ATTRIBUTE, SIXTEEN, codes).native_rgb() for codes in (plain, listed))
    assert (one == NativePicture(MODE, PALETTE, plain).native_rgb()).all()
    assert (other[:, 1::4] == SIXTEEN.bytes()[4]).all()
    assert (np.delete(other, np.s_[1::4], axis=1) == np.delete(one, np.s_[1::4], axis=1)).all()


@pytest.mark.slow
def test_bytes_and_the_palette_are_found_for_whatever_can_be_shown_with_attributes() -> None:
    rgb = with_attributes(1)
    assert check_rgb(rgb, WITH_ATTRIBUTE) == [] == check_rgb(rgb, WITH_ATTRIBUTE, SIXTEEN)
    assert (nearest(WITH_ATTRIBUTE, rgb / np.float32(255), SIXTEEN).native_rgb() == rgb).all()
    colours = palette_of(rgb)
    assert colours is not None and len(colours) <= 16
    codes, possible = codes_of(rgb, colours)
    assert possible.all()
    assert (NativePicture(WITH_ATTRIBUTE, Palette.from_array("p", colours), codes).native_rgb() == rgb).all()


@pytest.mark.slow
def test_the_checker_and_the_bytes_agree_on_what_cannot_be_shown_with_attributes() -> None:
    rgb, rng = with_attributes(2), np.random.default_rng(3)
    for x, y in rng.integers(0, (256, 212), (40, 2)):
        rgb[y, x] = with_attributes(4)[y, x]
    clashing = {clash.cell for clash in check_rgb(rgb, WITH_ATTRIBUTE, SIXTEEN)}
    assert clashing == {(int(x), int(y)) for y, x in np.argwhere(~codes_of(rgb, SIXTEEN.bytes())[1][:, ::4])}
    assert 5 < len(clashing) <= 40
    seventeen = with_attributes(5)
    seventeen[0, 0] = (36, 36, 73)
    assert [clash.rule for clash in check_rgb(seventeen, WITH_ATTRIBUTE)] == ["colours in the picture"]
    assert palette_of(seventeen) is None


def test_black_and_white_are_in_the_palette_only_where_they_have_to_be() -> None:
    rgb = np.zeros((212, 256, 3), np.uint8)
    colours = palette_of(rgb)
    assert colours is not None and len(colours) == 1
    rgb[0, :4] = (0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 0, 255)
    colours = palette_of(rgb)
    assert colours is not None and 1 <= len(colours) < 4 and codes_of(rgb, colours)[1].all()
    assert check_rgb(rgb, WITH_ATTRIBUTE) == []
