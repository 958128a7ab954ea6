"""Two multicolour frames half a pixel apart: mixtures, the search, and the checker that shares nothing with them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from pixelstyle.colour import linear_to_srgb, srgb_to_linear
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, check, check_rgb, get_mode, nearest, solve
from pixelstyle.screens.signals.shifted_frames import exact_codes
from tests.formats.legal.frames import FRAMES
from tests.formats.legal.pictures import random_picture

PALETTE = get_palette("c64-colodore-pairs")
MODES = [f"c64-{signal}" for signal in FRAMES]


def by_eye(pixels: np.ndarray) -> np.ndarray:
    """The mean of the light of both frames, whose pixels, [H, W], stand in turn: uint8 [H, W, 3]."""
    light = srgb_to_linear(get_palette("c64-colodore").srgb())
    even = light[pixels[:, 0::2]].repeat(2, axis=1)
    odd = np.pad(light[pixels[:, 1::2]].repeat(2, axis=1), ((0, 0), (1, 0), (0, 0)))[:, :-1]
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
    pairs = [(k, k) for k in range(16)] + list(combinations(range(16), 2))
    number = {frozenset(pair): k for k, pair in enumerate(pairs)}

    def total(line: int, pixels: list[int]) -> float:
        return sum(costs[line, x, number[frozenset(pair)]] for x, pair in enumerate(pairwise([0, *pixels])))

    for line in range(8):
        pixels = found[line].tolist()
        best = total(line, pixels)
        for x in range(15):
            rows = slice(line, line + 1) if name == "c64-ifli" else slice(8)
            may = [{0, *found[rows, at // 8 * 8 + at % 2 : at // 8 * 8 + 8 : 2].ravel()} for at in (x, x + 1)]
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


def test_column_0_mixes_with_the_background() -> None:
    mode = get_mode("c64-mci")
    white = NativePicture(mode, PALETTE, np.ones((mode.height, mode.width), np.uint8))
    assert white.native_rgb()[0, :2].tolist() == [[188] * 3, [255] * 3]
