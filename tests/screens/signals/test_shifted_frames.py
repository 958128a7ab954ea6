"""Two multicolour frames half a pixel apart: mixtures, the search, and the checker that shares nothing with them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from pixelstyle.colour import linear_to_srgb, srgb_to_linear
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, check, check_rgb, get_mode, lock_shared, nearest, solve
from pixelstyle.screens.signals.shifted_frames import background_of, codes_of, exact_codes
from tests.formats.legal.frames import FRAMES
from tests.formats.legal.pictures import random_picture

PALETTE = get_palette("c64-colodore-pairs")
MODES = [f"c64-{signal}" for signal in FRAMES]


def by_eye(pixels: np.ndarray) -> np.ndarray:
    """The mean of the light of both frames, whose pixels stand in turn in codes, [H, W]: uint8 [H, W, 3]."""
    light = srgb_to_linear(get_palette("c64-colodore").srgb())
    background, pixels = pixels[:, :1] // 16, pixels % 16
    even = light[pixels[:, 0::2]].repeat(2, axis=1)
    odd = np.concatenate([light[background], light[pixels[:, 1::2]].repeat(2, axis=1)], axis=1)[:, :-1]
    return np.rint(linear_to_srgb((even + odd) / 2) * 255).astype(np.uint8)


@pytest.mark.parametrize("name", MODES)
def test_what_is_shown_is_the_mean_of_both_frames(name: str) -> None:
    picture = random_picture(get_mode(name), 1)
    assert (picture.native_rgb() == by_eye(picture.indices)).all()
    codes, possible = exact_codes(picture.native_rgb(), PALETTE.bytes())
    assert possible.all() and (codes == picture.indices).all()
    assert check(picture) == [] and check_rgb(picture.native_rgb(), picture.mode, PALETTE) == []


@pytest.mark.parametrize("name", MODES)
def test_a_picture_that_cells_can_hold_is_found(name: str) -> None:
    picture = random_picture(get_mode(name), 2)
    shown = (picture.native_rgb()[:, :, None] == PALETTE.bytes()).all(axis=3)
    assert (solve(picture.mode, 1 - shown.astype(np.float32), PALETTE).indices == picture.indices).all()


@pytest.mark.parametrize("name", MODES)
def test_no_pixel_of_a_line_could_be_better(name: str) -> None:
    """Of all lines through what the cells hold the best: with any one pixel changed, and any two beside each other."""
    mode = get_mode(name)
    strip = replace(mode, width=16, height=8, any_size=True)
    costs = np.random.default_rng(3).random((8, 16, len(PALETTE)), np.float32)
    found = solve(strip, costs, PALETTE).indices.astype(int)
    background, found = found[0, 0] // 16, found % 16
    pairs = [(k, k) for k in range(16)] + list(combinations(range(16), 2))
    number = {frozenset(pair): k for k, pair in enumerate(pairs)}

    def total(line: int, pixels: list[int]) -> float:
        return sum(costs[line, x, number[frozenset(pair)]] for x, pair in enumerate(pairwise([background, *pixels])))

    for line in range(8):
        pixels = found[line].tolist()
        best = total(line, pixels)
        for x in range(15):
            rows = slice(line, line + 1) if name == "c64-ifli" else slice(8)
            may = [{background, *found[rows, at // 8 * 8 + at % 2 : at // 8 * 8 + 8 : 2].ravel()} for at in (x, x + 1)]
            for first in may[0]:
                for second in may[1]:
                    # (Flicker has a price, too: no more than this for two pixels.)
                    changed = total(line, [*pixels[:x], int(first), int(second), *pixels[x + 2 :]])
                    assert changed > best - 1.2


def test_clashes_are_found_where_they_were_planted() -> None:
    picture = random_picture(get_mode("c64-mci"), 4)
    pixels = picture.indices.copy()
    pixels[8, 16:24:2], pixels[9, 16:24:2] = (1, 2, 3, 4), (5, 6, 7, 8)
    (clash,) = check(replace(picture, indices=pixels))
    assert (clash.cell, clash.rule) == ((2, 1), "colours in a cell")
    (clash,) = check_rgb(by_eye(pixels), picture.mode, PALETTE)
    assert clash.cell == (2, 1)
    rgb = picture.native_rgb().copy()
    wrong = next(k for k in range(16) if k not in picture.indices[50, 99:101])
    rgb[50, 100] = PALETTE.bytes()[wrong]
    assert (12, 6) in [clash.cell for clash in check_rgb(rgb, picture.mode, PALETTE)]


def test_two_lights_far_apart_are_mixed_only_at_edges() -> None:
    """A grey that black and white make exactly is made of what flickers less."""
    mode = get_mode("c64-mci")
    grey = np.broadcast_to(PALETTE.srgb()[16], (mode.height, mode.width, 3)).astype(np.float32)
    shown = nearest(mode, grey, PALETTE).indices[:, 8:]
    assert set(np.unique(shown)).isdisjoint({0, 1})
    halves = np.zeros((mode.height, mode.width, 3), np.float32)
    halves[:, 160:] = 1
    assert set(np.unique(nearest(mode, halves, PALETTE).indices)) == {0, 1}


def test_a_picture_of_one_mixture_is_read() -> None:
    """Either of its colours can be the background."""
    mode = get_mode("c64-drazlace")
    pixels = np.full((200, 320), 6, np.uint8)
    pixels[:, ::2] = 14
    for background in (6, 14):
        shown = by_eye(codes_of(pixels[:, ::-1] if background == 14 else pixels, background))
        codes, possible = exact_codes(shown, PALETTE.bytes())
        assert possible.all() and (by_eye(codes) == shown).all()
        assert check_rgb(shown, mode, PALETTE) == []


@pytest.mark.parametrize("name", MODES)
def test_a_background_can_be_locked(name: str) -> None:
    mode = get_mode(name)
    locked = lock_shared(mode, PALETTE, [PALETTE.colours[9]])
    grey = np.random.default_rng(1).random((mode.height, mode.width, 3), np.float32)
    found = nearest(locked, grey, PALETTE)
    assert background_of(found.indices) == 9 and check(found) == []
    assert check_rgb(found.native_rgb(), locked, PALETTE) == []
    other = replace(found, mode=lock_shared(mode, PALETTE, [PALETTE.colours[2]]))
    assert [clash.rule for clash in check(other)] == ["background"]
    assert check_rgb(found.native_rgb(), other.mode, PALETTE) != []
    with pytest.raises(PixelStyleError, match=f"The background of {name} cannot be"):
        lock_shared(mode, PALETTE, [PALETTE.colours[40]])


def test_the_background_is_chosen_for_the_picture() -> None:
    """Where each cell has four colours beside brown, no other will do; and black is kept where it costs less."""
    mode = get_mode("c64-drazlace")
    pixels = np.full((mode.height, mode.width), 9, np.uint8)
    pixels[1::2] = np.tile(np.array([2, 8, 10], np.uint8).repeat(4), mode.width)[: mode.width]
    rgb = by_eye(codes_of(pixels, 9)).astype(np.float32) / 255
    found = nearest(mode, rgb, PALETTE)
    black = nearest(replace(mode, fixed={"background": 0}), rgb, PALETTE)
    errors = [float(((picture.native_rgb() / 255 - rgb) ** 2).mean()) for picture in (found, black)]
    assert background_of(found.indices) == 9 and errors[0] < errors[1]


def test_two_backgrounds_and_codes_too_high_are_clashes() -> None:
    picture = random_picture(get_mode("c64-mci"), 4)
    two = picture.indices.copy()
    two[100, 0] ^= 16
    (clash,) = check(replace(picture, indices=two))
    assert clash.rule == "background" and clash.whole
    high = picture.indices.copy()
    high[9, 20] |= 16
    (clash,) = check(replace(picture, indices=high))
    assert clash.box == (20, 9, 1, 1)


def test_column_0_mixes_with_the_background() -> None:
    mode = get_mode("c64-mci")
    white = NativePicture(mode, PALETTE, np.ones((mode.height, mode.width), np.uint8))
    assert white.native_rgb()[0, :2].tolist() == [[188] * 3, [255] * 3]
    all_white = replace(white, indices=codes_of(white.indices, 1))
    assert all_white.native_rgb()[0, :2].tolist() == [[255] * 3, [255] * 3]
